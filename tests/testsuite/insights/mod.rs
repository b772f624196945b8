//! Every number of the pages of insights, counted a second time from the files themselves.

mod archive;
mod data;
mod example;
mod page;
mod recount;
mod small_sites;
