//! What has to hold for every page of every site.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use super::folder::Files;
use super::html::{Element, Page};

/// Elements that no page needs, and that could run something, load something or ask for something.
const FORBIDDEN_ELEMENTS: [&str; 12] = [
    "style",
    "base",
    "iframe",
    "frame",
    "object",
    "embed",
    "applet",
    "portal",
    "math",
    "noscript",
    "template",
    "foreignobject",
];

/// The pages that are nothing without scripts, and say so.
const PAGES_OF_SCRIPTS: [&str; 2] = ["search.html", "seen-before.html"];

/// Attributes whose value is an address.
const ADDRESSES: [&str; 12] = [
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "data",
    "cite",
    "background",
    "srcset",
    "manifest",
    "longdesc",
    "xlink:href",
];

/// Attributes that name other elements of the page.
const REFERENCES: [&str; 4] = [
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "for",
];

/// A site, its pages read.
pub struct Site<'a> {
    files: &'a Files,
    pages: BTreeMap<&'a str, Page>,
    ids: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// The site's path on its host, which the links of `404.html` begin with.
    root: &'a str,
}

/// An address in a page.
enum Address<'a> {
    /// Of somebody else.
    Elsewhere,
    /// Of a file of the site, and a place in it.
    Here { path: String, place: &'a str },
}

impl<'a> Site<'a> {
    /// Reads the pages of a site; `root` is its path on its host, such as `/` or `/kb/`.
    pub fn read(files: &'a Files, root: &'a str) -> Self {
        let pages: BTreeMap<&str, Page> = files
            .par_iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, content)| {
                (
                    path.as_str(),
                    Page::parse(&String::from_utf8_lossy(content)),
                )
            })
            .collect();
        Self {
            files,
            pages,
            ids: BTreeMap::new(),
            root,
        }
    }

    /// The files that pages say they are written in.
    pub fn sources(&self) -> BTreeSet<String> {
        self.pages.values().filter_map(Page::source).collect()
    }

    /// Every fault of every file.
    pub fn faults(&'a mut self) -> Vec<String> {
        let ids = self.pages.iter().map(|(path, page)| {
            let ids = page.elements.iter().filter_map(|element| element.get("id"));
            (*path, ids.collect())
        });
        self.ids = ids.collect();
        let site: &Self = self;
        let of_pages = site
            .pages
            .par_iter()
            .flat_map_iter(|(path, page)| site.of_page(path, page));
        let mut faults: Vec<String> = of_pages.collect();
        faults.extend(site.of_styles());
        faults.extend(site.of_addresses_in_xml());
        faults.extend(site.unreachable());
        faults
    }

    fn of_page(&self, path: &str, page: &Page) -> Vec<String> {
        let mut faults = page.faults.clone();
        let html = page.named("html").next();
        if html
            .and_then(|html| html.get("lang"))
            .is_none_or(str::is_empty)
        {
            faults.push("no language".to_owned());
        }
        // A picture and its shapes have titles of their own.
        let with_outer = page.elements.windows(2);
        let titles: Vec<&str> = with_outer
            .filter(|pair| {
                pair[1].name == "title" && !matches!(pair[0].name.as_str(), "rect" | "svg")
            })
            .map(|pair| pair[1].text.trim())
            .collect();
        if titles.len() != 1 || titles[0].is_empty() {
            faults.push(format!("titles: {titles:?}"));
        }
        let headings = page.named("h1").count();
        if headings != 1 {
            faults.push(format!("{headings} headings of the first level"));
        }
        faults.extend(self.of_policy(page));
        let mut ids = BTreeSet::new();
        for element in &page.elements {
            if let Some(id) = element.get("id")
                && !ids.insert(id)
            {
                faults.push(format!("the id {id:?} twice"));
            }
            let is_ours = element.name == "noscript" && PAGES_OF_SCRIPTS.contains(&path);
            faults.extend(of_element(element).into_iter().filter(|_| !is_ours));
            faults.extend(self.of_links(path, element));
        }
        let on_page =
            |faults: Vec<String>| faults.into_iter().map(|fault| format!("{path}: {fault}"));
        on_page(faults).collect()
    }

    /// The policy of the page is that of `_headers`, and allows nothing inline.
    fn of_policy(&self, page: &Page) -> Option<String> {
        let policy = page
            .named("meta")
            .find(|meta| meta.get("http-equiv") == Some("Content-Security-Policy"))
            .and_then(|meta| meta.get("content"))
            .unwrap_or_default();
        let headers = String::from_utf8_lossy(&self.files["_headers"]);
        let fine = policy.starts_with("default-src 'none'")
            && !policy.contains("unsafe")
            && !policy.contains("data:")
            && headers.contains(policy);
        (!fine).then(|| format!("content security policy {policy:?}"))
    }

    /// Faults of the addresses of an element.
    fn of_links(&self, path: &str, element: &Element) -> Vec<String> {
        let mut faults = Vec::new();
        let addresses = element
            .attributes
            .iter()
            .filter(|(name, _)| ADDRESSES.contains(&name.as_str()));
        for (_, address) in addresses {
            faults.extend(self.of_address(path, element, address));
        }
        if element
            .get("http-equiv")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("refresh"))
        {
            let content = element.get("content").unwrap_or_default();
            match content.split_once("url=") {
                Some((_, address)) => faults.extend(self.of_address(path, element, address)),
                None => faults.push(format!("refreshes to {content:?}")),
            }
        }
        for (_, names) in element
            .attributes
            .iter()
            .filter(|(name, _)| REFERENCES.contains(&name.as_str()))
        {
            for name in names.split_whitespace() {
                if !self.ids[path].contains(name) {
                    faults.push(format!(
                        "<{}> names the id {name:?}, which is not here",
                        element.name
                    ));
                }
            }
        }
        faults
    }

    fn of_address(&self, page: &str, element: &Element, written: &str) -> Option<String> {
        let fault = |why: &str| Some(format!("<{}> {written:?}: {why}", element.name));
        match self.resolve(page, written) {
            Err(why) => fault(why),
            Ok(Address::Elsewhere) if element.name != "a" => fault("is another origin"),
            Ok(Address::Elsewhere) => None,
            Ok(Address::Here { path, place }) => {
                if !self.files.contains_key(&path) {
                    return fault("leads to no file");
                }
                let place = percent_decode_str(place).decode_utf8_lossy();
                let known = self.ids.get(path.as_str());
                let found = place.is_empty() || known.is_some_and(|ids| ids.contains(&*place));
                if found {
                    None
                } else {
                    fault("leads to no place")
                }
            }
        }
    }

    /// Where an address leads as seen from a page.
    fn resolve<'b>(&self, page: &str, written: &'b str) -> Result<Address<'b>, &'static str> {
        if written.trim() != written || written.contains(|c: char| c.is_control() || c == ' ') {
            return Err("has spaces or control characters");
        }
        let scheme = written.split_once(':').map(|(scheme, _)| scheme);
        let scheme = scheme.filter(|scheme| !scheme.contains(['/', '?', '#']));
        match scheme.map(str::to_ascii_lowercase).as_deref() {
            Some("http" | "https" | "mailto" | "tel") => return Ok(Address::Elsewhere),
            Some(_) => return Err("has another scheme"),
            None => {}
        }
        let (path, place) = written.split_once('#').unwrap_or((written, ""));
        if path.contains(['?', '\\']) {
            return Err("is no plain path");
        }
        let decoded = percent_decode_str(path)
            .decode_utf8()
            .map_err(|_| "is not UTF-8")?;
        let path = if decoded.is_empty() {
            page.to_owned()
        } else if let Some(absolute) = decoded.strip_prefix('/') {
            let here = decoded
                .strip_prefix(self.root)
                .filter(|_| page == "404.html");
            if absolute.starts_with('/') {
                return Err("is another origin");
            }
            here.ok_or("begins at the host")?.to_owned()
        } else {
            join(page, &decoded).ok_or("leads out of the site")?
        };
        Ok(Address::Here { path, place })
    }

    /// Style sheets ask nobody else for anything.
    fn of_styles(&self) -> Vec<String> {
        let styles = self.files.iter().filter(|(path, _)| path.ends_with(".css"));
        let mut faults = Vec::new();
        for (path, content) in styles {
            let text = String::from_utf8_lossy(content);
            if text.contains("@import") {
                faults.push(format!("{path}: @import"));
            }
            for part in text.split("url(").skip(1) {
                let address = part
                    .split(')')
                    .next()
                    .unwrap_or_default()
                    .trim_matches(['"', '\'']);
                let known =
                    join(path, address).is_some_and(|target| self.files.contains_key(&target));
                if !known {
                    faults.push(format!("{path}: url({address})"));
                }
            }
        }
        faults
    }

    /// The addresses of the site in feeds and site maps lead to its files.
    fn of_addresses_in_xml(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (path, content) in self.files.iter().filter(|(path, _)| path.ends_with(".xml")) {
            let text = String::from_utf8_lossy(content);
            let locations = text
                .split("<loc>")
                .skip(1)
                .filter_map(|rest| rest.split("</loc>").next());
            let links = text
                .split(" href=\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next());
            for address in locations.chain(links) {
                let after_host = address.split_once("://").map(|(_, rest)| rest);
                let path_of =
                    after_host.and_then(|rest| rest.find('/').map(|slash| &rest[slash..]));
                let within = path_of.map_or(Some(address), |path| path.strip_prefix(self.root));
                let decoded = within.map(|within| percent_decode_str(within).decode_utf8_lossy());
                if decoded.is_none_or(|target| !self.files.contains_key(&*target)) {
                    faults.push(format!("{path}: {address} leads to no file"));
                }
            }
        }
        faults
    }

    /// Every page can be reached from the home page, redirects and the page for errors aside.
    fn unreachable(&self) -> Vec<String> {
        let mut reached = BTreeSet::from(["index.html".to_owned()]);
        let mut next = vec!["index.html".to_owned()];
        while let Some(page) = next.pop() {
            let Some(read) = self.pages.get(page.as_str()) else {
                continue;
            };
            let links = read.named("a").filter_map(|link| link.get("href"));
            let forms = read.named("form").filter_map(|form| form.get("action"));
            for address in links.chain(forms) {
                if let Ok(Address::Here { path, .. }) = self.resolve(&page, address)
                    && reached.insert(path.clone())
                {
                    next.push(path);
                }
            }
        }
        let lonely = self.pages.iter().filter(|(path, page)| {
            let redirects = page
                .named("meta")
                .any(|meta| meta.get("http-equiv") == Some("refresh"));
            let alone = redirects || **path == "404.html" || self.is_empty_list(path);
            !reached.contains(**path) && !alone
        });
        lonely
            .map(|(path, _)| format!("{path}: no page links to it"))
            .collect()
    }

    /// Whether a page is the list of a folder that holds nothing else.
    fn is_empty_list(&self, path: &str) -> bool {
        let folder = path
            .strip_suffix("index.html")
            .filter(|folder| !folder.is_empty());
        folder.is_some_and(|folder| {
            let pages = self.pages.keys().filter(|page| page.starts_with(folder));
            pages.count() == 1
        })
    }
}

/// Faults of an element by itself: whatever could run or style something.
fn of_element(element: &Element) -> Vec<String> {
    let name = &element.name;
    let mut faults = Vec::new();
    if FORBIDDEN_ELEMENTS.contains(&name.as_str()) {
        faults.push(format!("<{name}>"));
    }
    if name == "script" && (element.get("src").is_none() || !element.text.trim().is_empty()) {
        faults.push(format!("inline script {:?}", element.text));
    }
    for (attribute, value) in &element.attributes {
        let mut letters = value
            .chars()
            .filter(|c| !c.is_whitespace() && !c.is_control());
        let start: String = letters.by_ref().take(11).collect();
        let runs = attribute.starts_with("on")
            || attribute == "srcdoc"
            || start.eq_ignore_ascii_case("javascript:");
        if runs || attribute == "style" {
            faults.push(format!("<{name} {attribute}={value:?}>"));
        }
    }
    faults
}

/// A relative path as seen from a file; `None` where it leads out.
fn join(from: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            ".." => {
                parts.pop()?;
            }
            "." => {}
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
