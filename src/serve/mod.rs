//! Serves a knowledge base on this machine while somebody writes it: makes the site in memory, makes
//! it anew when a file changes, and tells the pages that are open.
//!
//! One thing after another: the bell rings (`watch`), `inputs` says what has changed, the `builder`
//! makes the next `site`, `http` serves it and tells open pages its `notice`.

mod builder;
mod http;
mod inputs;
mod notice;
mod site;
mod watch;

use std::collections::BTreeSet;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::panic;
use std::path::PathBuf;

use tokio::net::TcpListener;
use tokio::sync::watch::{Sender, channel};
use tokio::task::spawn_blocking;

use crate::diagnostic::Diagnostic;
use crate::knowledge_base::KnowledgeBase;
use crate::render::site::RenderError;
use crate::source::SourceError;
use builder::{Builder, Edition, Update};
use inputs::Inputs;
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
    Configuration {
        /// A knowledge base with nothing but the configuration.
        base: Box<KnowledgeBase>,
        /// The errors.
        faults: Vec<Diagnostic>,
    },
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
    let workshop = Workshop {
        builder: Builder::new(root.clone(), address.clone(), today),
        root: root.clone(),
        watch,
        inputs: Inputs::default(),
    };
    let (workshop, first) = apart(workshop, Workshop::begin).await;
    let Update { edition, outcome } = first.map_err(ServeError::Watch)?;
    let summary = outcome.map_err(ServeError::Build)?;
    let (publish, editions) = channel(edition);
    observe(Event::Ready {
        address: &address,
        summary: &summary,
    });
    let answers = axum::serve(listener, http::router(editions, root, local));
    tokio::select! {
        ended = answers => ended.map_err(ServeError::Listen),
        () = rebuild(workshop, bell, &publish, observe) => Ok(()),
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

/// Makes the site anew whenever its files change.
async fn rebuild(
    mut workshop: Workshop,
    mut bell: Bell,
    publish: &Sender<Edition>,
    observe: &mut dyn FnMut(Event<'_>),
) {
    while let Some(touched) = bell.rung().await {
        let (back, changed) = apart(workshop, move |workshop| workshop.look(&touched)).await;
        workshop = back;
        let changed = changed.unwrap_or_else(|(error, changed)| {
            observe(Event::NotWatched(error));
            changed
        });
        if changed.is_empty() {
            continue;
        }
        observe(Event::Changed(&changed));
        let (back, update) = apart(workshop, move |workshop| workshop.update(&changed)).await;
        workshop = back;
        publish.send_replace(update.edition);
        match update.outcome {
            Ok(summary) => observe(Event::Rebuilt(&summary)),
            Err(failure) => observe(Event::Kept(failure)),
        }
    }
}

/// Lets the workshop work where it keeps no page from being served.
async fn apart<T: Send + 'static>(
    mut workshop: Workshop,
    work: impl FnOnce(&mut Workshop) -> T + Send + 'static,
) -> (Workshop, T) {
    let done = spawn_blocking(move || {
        let result = work(&mut workshop);
        (workshop, result)
    });
    done.await
        .unwrap_or_else(|fault| panic::resume_unwind(fault.into_panic()))
}

/// Everything that making the site takes.
struct Workshop {
    root: PathBuf,
    builder: Builder,
    watch: Watch,
    inputs: Inputs,
}

impl Workshop {
    /// Makes the first site.
    fn begin(&mut self) -> Result<Update, notify::Error> {
        self.inputs = self.follow()?;
        Ok(self.update(&BTreeSet::new()))
    }

    /// What of the site has changed, when something happened at these paths. An error comes with
    /// what could be seen all the same.
    fn look(
        &mut self,
        touched: &BTreeSet<PathBuf>,
    ) -> Result<BTreeSet<String>, (notify::Error, BTreeSet<String>)> {
        self.watch.forget(touched);
        let (inputs, error) = match self.follow() {
            Ok(inputs) => (inputs, None),
            Err(error) => (self.builder.inputs(), Some(error)),
        };
        let changed = inputs.changed_since(&self.inputs, &self.root, touched);
        self.inputs = inputs;
        match error {
            Some(error) => Err((error, changed)),
            None => Ok(changed),
        }
    }

    /// Makes the next site after these files have changed.
    fn update(&mut self, changed: &BTreeSet<String>) -> Update {
        let configured = changed.contains(crate::config::FILE_NAME);
        let update = self.builder.update(changed);
        if configured && let Ok(inputs) = self.follow() {
            // Another folder may hold the content now; that its files are there is no change of them.
            self.inputs = inputs;
        }
        update
    }

    /// The inputs, with a watch on every folder that holds one, also on those that came meanwhile.
    fn follow(&mut self) -> Result<Inputs, notify::Error> {
        loop {
            let inputs = self.builder.inputs();
            if !self.watch.follow(&inputs.folders)? {
                return Ok(inputs);
            }
        }
    }
}
