//! Answers requests from the site in memory, and tells open pages when it is another.

use std::borrow::Cow;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream::{self, Stream};
use percent_encoding::percent_decode_str;
use serde_json::json;
use tokio::sync::watch;

use super::builder::Edition;
use super::open_pages::OpenPages;
use super::site::{Answer, File};
use crate::render::http_headers;
use crate::render::paths::percent_encoded;

/// Where the events of a page are, before its own path. No page of a site is below `/-/`.
const EVENTS: &str = "/-/events";
const SCRIPT: &str = include_str!("live.js");
const STYLE: &str = include_str!("live.css");

/// What answers need.
#[derive(Debug, Clone)]
struct Shared {
    editions: watch::Receiver<Edition>,
    open: OpenPages,
    root: Arc<PathBuf>,
    port: u16,
}

/// Answers every request that comes to `address`, and keeps book of the pages that are open; `root` is the
/// knowledge base.
pub(super) fn router(
    editions: watch::Receiver<Edition>,
    open: OpenPages,
    root: PathBuf,
    address: SocketAddr,
) -> Router {
    let shared = Shared {
        editions,
        open,
        root: Arc::new(root),
        port: address.port(),
    };
    let script = async || typed("text/javascript; charset=utf-8", SCRIPT);
    let style = async || typed("text/css; charset=utf-8", STYLE);
    Router::new()
        .route("/-/live.js", get(script))
        .route("/-/live.css", get(style))
        .route(&format!("{EVENTS}/{{*page}}"), get(events))
        .route(&format!("{EVENTS}/"), get(events))
        .fallback(page)
        .layer(middleware::from_fn_with_state(shared.clone(), guard))
        .with_state(shared)
}

/// Refuses what is not a request to look at this site, and says with every answer what may be done
/// with it.
async fn guard(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let mut response = if !is_ours(&request, shared.port) {
        let port = shared.port.to_string();
        let text = shared.say("wrong-host", &[("port", &port)]);
        (StatusCode::MISDIRECTED_REQUEST, text).into_response()
    } else if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let text = shared.say("wrong-method", &[]);
        let allow = [(header::ALLOW, "GET, HEAD")];
        (StatusCode::METHOD_NOT_ALLOWED, allow, text).into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    for (name, value) in http_headers() {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Other sites that are open in the same browser must not load ours as a script or a picture.
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    response
}

/// Whether a request was meant for us: a name that somebody else has let point to this machine
/// would make our pages theirs (DNS rebinding).
fn is_ours(request: &Request, port: u16) -> bool {
    let is_name = |name: &str| {
        let name = name.to_ascii_lowercase();
        ["127.0.0.1", "localhost"].iter().any(|host| {
            name.strip_prefix(host)
                .is_some_and(|rest| rest == format!(":{port}") || (rest.is_empty() && port == 80))
        })
    };
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    let authority = request.uri().authority();
    host.is_some_and(is_name)
        && hosts.next().is_none()
        && authority.is_none_or(|authority| is_name(authority.as_str()))
}

/// A file of the site, or the page that says that there is none.
async fn page(State(shared): State<Shared>, uri: Uri) -> Response {
    let edition = shared.editions.borrow().clone();
    let site = &edition.site;
    let path = site_path(uri.path());
    let (status, name, file) = match site.answer(&path) {
        Answer::File(name, file) => (StatusCode::OK, name, file),
        Answer::Folder(index) => return to_folder(index),
        Answer::Nothing(Some(file)) => (StatusCode::NOT_FOUND, "404.html", file),
        Answer::Nothing(None) => return StatusCode::NOT_FOUND.into_response(),
    };
    let Some(mut content) = read(file, &shared).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let content_type = content_type(name);
    if content_type.starts_with("text/html") && file.is_made() {
        content = with_script(content, &site.stamp(&path));
    }
    let mut response = typed(&content_type, content);
    *response.status_mut() = status;
    response
}

async fn read(file: &File, shared: &Shared) -> Option<Vec<u8>> {
    if file.is_made() {
        return file.read(&shared.root).ok();
    }
    let (file, root) = (file.clone(), Arc::clone(&shared.root));
    let read = tokio::task::spawn_blocking(move || file.read(&root).ok());
    read.await.ok().flatten()
}

/// Leads to the folder of an index.
fn to_folder(index: &str) -> Response {
    let folder = index.trim_end_matches("index.html");
    let location = format!("/{}", percent_encoded(folder));
    // Not for good: what is a folder on this site may be none on the next one at this address.
    (
        StatusCode::TEMPORARY_REDIRECT,
        [(header::LOCATION, location)],
    )
        .into_response()
}

/// The path within the site that an address asks for. What is not text leads nowhere.
fn site_path(address: &str) -> String {
    let path = address.strip_prefix('/').unwrap_or(address);
    let decoded = percent_decode_str(path).decode_utf8();
    decoded.map_or_else(|_| "\0".to_owned(), Cow::into_owned)
}

fn typed(content_type: &str, content: impl Into<Body>) -> Response {
    let headers = [(header::CONTENT_TYPE, content_type.to_owned())];
    (headers, content.into()).into_response()
}

fn content_type(name: &str) -> String {
    let guess = mime_guess::from_path(name).first_or_octet_stream();
    let text = guess.type_() == "text" || matches!(guess.subtype().as_str(), "json" | "javascript");
    if text {
        format!("{guess}; charset=utf-8")
    } else {
        guess.to_string()
    }
}

/// A page with the script that keeps it fresh, at its end.
fn with_script(mut page: Vec<u8>, stamp: &str) -> Vec<u8> {
    let script = format!("<script src=\"/-/live.js\" data-stamp=\"{stamp}\" defer></script>\n");
    let end = b"</body>";
    let place = page.windows(end.len()).rposition(|bytes| bytes == end);
    let place = place.unwrap_or(page.len());
    page.splice(place..place, script.into_bytes());
    page
}

/// Tells a page how it looks and what there is to say, now and whenever the site was made anew.
async fn events(
    State(shared): State<Shared>,
    uri: Uri,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let page = uri.path().strip_prefix(EVENTS).unwrap_or_default();
    let page = shared.open.open(site_path(page));
    let mut editions = shared.editions;
    editions.mark_changed();
    let stream = stream::unfold((editions, page), async |(mut editions, page)| {
        editions.changed().await.ok()?;
        let data = {
            let edition = editions.borrow_and_update();
            let notice = edition.news.notice(&page.path, &edition.locale);
            json!({"stamp": edition.site.stamp(&page.path), "notice": notice})
        };
        Some((
            Ok(Event::default().data(data.to_string())),
            (editions, page),
        ))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

impl Shared {
    /// A text for whoever looks at an answer that is no page.
    fn say(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let locale = Arc::clone(&self.editions.borrow().locale);
        locale.format(&format!("interface.serve.{key}"), arguments) + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_ours() {
        let asked = |uri: &str, hosts: &[&str]| {
            let mut request = Request::builder().uri(uri);
            for host in hosts {
                request = request.header(header::HOST, *host);
            }
            is_ours(&request.body(Body::empty()).unwrap(), 4267)
        };
        assert!(asked("/", &["127.0.0.1:4267"]));
        assert!(asked("/", &["LocalHost:4267"]));
        assert!(asked("http://localhost:4267/", &["localhost:4267"]));
        for hosts in [
            &[][..],
            &["localhost"],
            &["localhost:4268"],
            &["evil.example:4267"],
            &["localhost.evil.example:4267"],
            &["127.0.0.1:4267@evil.example"],
            &["localhost:4267", "evil.example"],
        ] {
            assert!(!asked("/", hosts), "{hosts:?}");
        }
        assert!(!asked("http://evil.example/", &["localhost:4267"]));
    }

    #[test]
    fn the_script_stands_at_the_end_of_a_page() {
        let shown = |page: &str| String::from_utf8(with_script(page.into(), "1")).unwrap();
        let script = "<script src=\"/-/live.js\" data-stamp=\"1\" defer></script>\n";
        assert_eq!(
            shown("<p>a</body> b</body></html>"),
            format!("<p>a</body> b{script}</body></html>")
        );
        assert_eq!(shown("日本語"), format!("日本語{script}"));
    }

    #[test]
    fn texts_say_that_they_are_utf_8() {
        for (name, expected) in [
            ("a.html", "text/html; charset=utf-8"),
            ("障害.html", "text/html; charset=utf-8"),
            ("theme/hansei.css", "text/css; charset=utf-8"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("api/v1/index.json", "application/json; charset=utf-8"),
            ("feed.xml", "text/xml; charset=utf-8"),
            ("icon.svg", "image/svg+xml"),
            ("p.png", "image/png"),
            ("_headers", "application/octet-stream"),
        ] {
            assert_eq!(content_type(name), expected, "{name}");
        }
    }
}
