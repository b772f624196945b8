//! Points in time, days, zones and lengths of time as people write them.

mod duration;
mod hours;
mod moment;
pub mod words;
mod zone;

pub use duration::WrittenDuration;
pub use hours::{Hours, Opening, Weekdays, minutes_ahead, next_change};
pub(crate) use moment::parse as parse_moment;
pub use moment::{Moment, When};
pub(crate) use moment::{NoMoment, WrittenMoment};
pub use zone::Zone;
