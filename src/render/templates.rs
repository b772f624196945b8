//! The templates: built in, each replaceable by a file of the same name in the site's `templates/`.
//!
//! A replacement can build on what it replaces: every built-in template is also called
//! `hansei/NAME`.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use crate::locale::Locale;

/// The built-in templates: name and text.
macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../templates/", $name)))),*]
    };
}

/// Every built-in template.
pub const BUILT_IN: &[(&str, &str)] = built_in![
    "404.html",
    "action-board.html",
    "action-list.html",
    "actions.html",
    "base.html",
    "causes.html",
    "charts.html",
    "checklist.html",
    "communications.html",
    "components.html",
    "document.html",
    "follow-ups.html",
    "home.html",
    "incident-report.html",
    "incident.html",
    "insights-month.html",
    "insights.html",
    "known-error-card.html",
    "known-error.html",
    "list.html",
    "owed.html",
    "page.html",
    "redirect.html",
    "search.html",
    "seen-before.html",
    "term-list.html",
    "term.html",
    "timeline.html",
    "vendor.html",
];

/// A template that cannot be read or filled.
#[derive(Debug)]
pub struct TemplateError {
    /// Which one.
    pub template: String,
    /// Why, from the outermost reason to the innermost.
    pub reasons: Vec<String>,
}

impl TemplateError {
    fn new(template: &str, error: &tera::Error) -> Self {
        let mut reasons = vec![error.to_string()];
        let mut source = std::error::Error::source(error);
        while let Some(inner) = source {
            reasons.push(inner.to_string());
            source = inner.source();
        }
        Self {
            template: template.to_owned(),
            reasons,
        }
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.template, self.reasons.join(": "))
    }
}

impl std::error::Error for TemplateError {}

/// All templates of a site, ready to fill.
#[derive(Debug)]
pub struct Templates(Tera);

impl Templates {
    /// Reads the built-in templates and the site's own, by name. `site` is what every page may use
    /// under that name.
    ///
    /// # Errors
    ///
    /// Where a template of the site is not one.
    pub fn new(
        own: &[(String, String)],
        locale: Arc<Locale>,
        site: &impl Serialize,
    ) -> Result<Self, TemplateError> {
        let mut tera = Tera::new();
        let fail = |error: tera::Error| TemplateError::new("templates", &error);
        tera.set_fallback_prefixes(["hansei/"]).map_err(fail)?;
        tera.register_function("t", move |arguments: Kwargs, _: &State| {
            translate(&locale, &arguments)
        });
        let built_in = BUILT_IN
            .iter()
            .map(|(name, text)| (format!("hansei/{name}"), (*text).to_owned()));
        let all: Vec<(String, String)> = built_in.chain(own.iter().cloned()).collect();
        tera.add_raw_templates(all).map_err(fail)?;
        tera.global_context().insert("site", site);
        Ok(Self(tera))
    }

    /// Fills a template.
    ///
    /// # Errors
    ///
    /// Where the template asks for something that is not there.
    pub fn render(&self, name: &str, view: &impl Serialize) -> Result<String, TemplateError> {
        let fail = |error: tera::Error| TemplateError::new(name, &error);
        let context = Context::from_serialize(view).map_err(fail)?;
        self.0.render(name, &context).map_err(fail)
    }
}

/// `{{ t(key="home.recent", count=3) }}`: a text of the interface, its placeholders filled.
fn translate(locale: &Locale, arguments: &Kwargs) -> TeraResult<String> {
    let key = arguments.must_get::<&str>("key")?;
    let key = format!("interface.{key}");
    let values: Vec<(String, String)> = arguments
        .iter()
        .filter(|(name, _)| name.as_str() != Some("key"))
        .map(|(name, value)| (name.to_string(), shown(value)))
        .collect();
    let borrowed: Vec<(&str, &str)> = values
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let text = locale.format(&key, &borrowed);
    if text == key {
        return Err(tera::Error::message(format!("there is no text `{key}`")));
    }
    Ok(text)
}

fn shown(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
