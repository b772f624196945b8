//! Serves a knowledge base on this machine while somebody writes it: makes the site in memory, makes
//! it anew when a file changes, and tells the pages that are open.
//!
//! One thing after another: the bell rings (`watch`), the `lookout` says what of the `inputs` has changed, the
//! `builder` makes the next `site`, first of all its `open_pages`; `http` serves it and tells them its `notice`.

mod builder;
mod http;
mod inputs;
mod last_good;
mod lookout;
mod notice;
mod open_pages;
mod site;
mod watch;

use std::collections::BTreeSet;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::panic;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::net::TcpListener;
use tokio::sync::watch::{Sender, channel};
use tokio::task::spawn_blocking;

use crate::check::Errors;
use crate::render::site::RenderError;
use crate::source::SourceError;
use builder::{Builder, Commission, Edition, Update};
use lookout::Lookout;
use open_pages::OpenPages;
use watch::{Bell, Watch};

pub use builder::{Summary, Today};

/// The port that is tried first where none is asked for.
pub const DEFAULT_PORT: u16 = 4267;
/// How many ports are tried where none is asked for.
const PORTS_TRIED: u16 = 100;

/// What to serve, and where.
pub struct Options {
    /// The knowledge base; absolute and without symbolic links.
    pub root: PathBuf,
    /// The port; without one [`DEFAULT_PORT`], or the next one that is free. 0 is any free one.
    pub port: Option<u16>,
    /// Says which day counts as today, asked each time that the site is made.
    pub today: Today,
}

/// What happens while a site is served.
#[derive(Debug)]
pub enum Event<'a> {
    /// The site is made and served at this address.
    Ready {
        /// The address, with a slash at its end.
        address: &'a str,
        /// How the site stands.
        summary: &'a Summary,
    },
    /// Files have changed; the site is being made anew.
    Changed(&'a BTreeSet<String>),
    /// The new site is served.
    Rebuilt(&'a Summary),
    /// The new site could not be made; the last one is still served.
    Kept(Failure),
    /// Some folders cannot be watched, for this reason; changes in them are not heard.
    NotWatched(notify::Error),
}

/// Why a site cannot be made.
#[derive(Debug)]
pub enum Failure {
    /// The knowledge base cannot be read.
    Source(SourceError),
    /// The configuration has errors.
    Configuration(Errors),
    /// A template is wrong, or a linked file cannot be read.
    Render(RenderError),
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        Self::Source(error)
    }
}

impl From<RenderError> for Failure {
    fn from(error: RenderError) -> Self {
        Self::Render(error)
    }
}

/// Why nothing can be served.
#[derive(Debug)]
pub enum ServeError {
    /// The port that was asked for belongs to another program.
    PortTaken(u16),
    /// There is no port to be had, or the system does not let us serve.
    Listen(io::Error),
    /// Changes cannot be heard.
    Watch(notify::Error),
    /// The first site cannot be made.
    Build(Failure),
}

/// Serves the site until `stop` is ready, and tells `observe` what happens.
///
/// # Errors
///
/// Where nothing can be served. Once the first site is there, no fault of a file ends it.
pub fn serve(
    options: Options,
    observe: &mut dyn FnMut(Event<'_>),
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(ServeError::Listen)?;
    let result = runtime.block_on(async {
        tokio::select! {
            () = stop => Ok(()),
            result = run(options, observe) => result,
        }
    });
    // Whoever still reads a page, or is making one, is not waited for.
    runtime.shutdown_background();
    result
}

async fn run(options: Options, observe: &mut dyn FnMut(Event<'_>)) -> Result<(), ServeError> {
    let Options { root, port, today } = options;
    let listener = listen(port).await?;
    let local = listener.local_addr().map_err(ServeError::Listen)?;
    let address = format!("http://{local}/");
    let (watch, bell) = Watch::new().map_err(ServeError::Watch)?;
    let builder = Builder::new(root.clone(), address.clone(), today);
    let begun = Lookout::begin(root.clone(), watch, builder.config().clone());
    let lookout = begun.map_err(ServeError::Watch)?;
    let (builder, first) = apart(builder, Builder::begin).await;
    let Update { edition, outcome } = first;
    let summary = outcome.map_err(ServeError::Build)?;
    let (publish, editions) = channel(edition);
    observe(Event::Ready {
        address: &address,
        summary: &summary,
    });
    let open = OpenPages::default();
    let workshop = Workshop {
        builder,
        lookout,
        bell,
        open: open.clone(),
        publish: Arc::new(publish),
    };
    let answers = axum::serve(listener, http::router(editions, open, root, local));
    tokio::select! {
        ended = answers => ended.map_err(ServeError::Listen),
        () = workshop.rebuild(observe) => Ok(()),
    }
}

/// A port of this machine that nobody else can reach.
async fn listen(port: Option<u16>) -> Result<TcpListener, ServeError> {
    let bind = |port| TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    let taken = |error: &io::Error| error.kind() == io::ErrorKind::AddrInUse;
    if let Some(port) = port {
        return bind(port).await.map_err(|error| match error {
            error if taken(&error) => ServeError::PortTaken(port),
            error => ServeError::Listen(error),
        });
    }
    for port in DEFAULT_PORT..DEFAULT_PORT + PORTS_TRIED {
        match bind(port).await {
            Err(error) if taken(&error) => {}
            result => return result.map_err(ServeError::Listen),
        }
    }
    bind(0).await.map_err(ServeError::Listen)
}

/// Lets somebody work where they keep no page from being served.
async fn apart<W: Send + 'static, T: Send + 'static>(
    mut worker: W,
    work: impl FnOnce(&mut W) -> T + Send + 'static,
) -> (W, T) {
    let done = spawn_blocking(move || {
        let result = work(&mut worker);
        (worker, result)
    });
    done.await
        .unwrap_or_else(|fault| panic::resume_unwind(fault.into_panic()))
}

/// Everything that making the site anew takes.
struct Workshop {
    builder: Builder,
    lookout: Lookout,
    bell: Bell,
    open: OpenPages,
    publish: Arc<Sender<Edition>>,
}

impl Workshop {
    /// Makes the site anew whenever its files change.
    async fn rebuild(mut self, observe: &mut dyn FnMut(Event<'_>)) {
        // What has changed since the site was last made whole.
        let mut changed = BTreeSet::new();
        loop {
            if changed.is_empty() {
                let Some(touched) = self.bell.rung().await else {
                    return;
                };
                (self.lookout, changed) = look(self.lookout, touched, observe).await;
                continue;
            }
            observe(Event::Changed(&changed));
            let overtaken = Arc::new(AtomicBool::new(false));
            let commission = self.commission(Arc::clone(&overtaken));
            let files = changed.clone();
            let work = move |builder: &mut Builder| builder.update(&files, &commission);
            let mut building = pin!(apart(self.builder, work));
            // What changes meanwhile counts even if the site is made before it could be told.
            let mut newer = BTreeSet::new();
            let update = loop {
                tokio::select! {
                    (builder, update) = &mut building => {
                        self.builder = builder;
                        break update;
                    }
                    Some(touched) = self.bell.rung() => {
                        let more;
                        (self.lookout, more) = look(self.lookout, touched, observe).await;
                        if !more.is_empty() {
                            overtaken.store(true, Ordering::Relaxed);
                            newer.extend(more);
                        }
                    }
                }
            };
            // One that was overtaken begins again with all that has changed.
            let Some(update) = update else {
                changed.extend(newer);
                continue;
            };
            if changed.contains(crate::config::FILE_NAME) {
                self.lookout.reconfigure(self.builder.config().clone());
                let more;
                (self.lookout, more) = look(self.lookout, BTreeSet::new(), observe).await;
                newer.extend(more);
            }
            changed = newer;
            self.publish.send_replace(update.edition);
            match update.outcome {
                Ok(summary) => observe(Event::Rebuilt(&summary)),
                Err(failure) => observe(Event::Kept(failure)),
            }
        }
    }

    fn commission(&self, overtaken: Arc<AtomicBool>) -> Commission {
        let publish = Arc::clone(&self.publish);
        Commission {
            looked_at: self.open.paths(),
            contents: Some(self.lookout.contents()),
            publish: Box::new(move |edition| {
                publish.send_replace(edition);
            }),
            overtaken,
        }
    }
}

/// Looks for what has changed, where that keeps no page from being served.
async fn look(
    lookout: Lookout,
    touched: BTreeSet<PathBuf>,
    observe: &mut dyn FnMut(Event<'_>),
) -> (Lookout, BTreeSet<String>) {
    let (lookout, (changed, error)) = apart(lookout, move |one| one.look(&touched)).await;
    if let Some(error) = error {
        observe(Event::NotWatched(error));
    }
    (lookout, changed)
}
