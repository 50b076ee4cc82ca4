//! A small safe face of the contract: implement `Filter`, and name it with `export_filter!`. A panic ends here, and the
//! comment is one that the filter could not judge. What the face lacks (the past, scores, lists, paths) is in `abi.rs`.
#![allow(dead_code)] // a filter uses what it needs
use crate::abi;
use std::any::Any;
use std::ops::Range;
use std::os::raw::{c_char, c_void};
use std::panic::{catch_unwind, AssertUnwindSafe};

pub trait Filter: Sized + Send + 'static {
    /// An error says why there can be no such filter. Options that nobody asks for are reported as unknown.
    fn new(options: &Options) -> Result<Self, String>;
    /// Called per comment, from one thread at a time.
    fn check(&mut self, comment: &Comment) -> Finding;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Pass = abi::PASS as isize,
    Hold = abi::HOLD as isize,
    Reject = abi::REJECT as isize,
    /// Final: the filters after this one are not asked.
    Approve = abi::APPROVE as isize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub action: Action,
    /// For programs, stable: "FILTER_NAME.long".
    pub code: String,
    /// One sentence, for the commenter and the moderator.
    pub message: String,
    /// 0 to 1, how sure; 0 when there is no such thing.
    pub score: f64,
    /// Bytes of the text that caused it.
    pub spans: Vec<Range<u32>>,
}

impl Finding {
    pub fn of(action: Action, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { action, code: code.into(), message: message.into(), score: 0.0, spans: Vec::new() }
    }
    pub fn pass() -> Self {
        Self::of(Action::Pass, "", "")
    }
    pub fn hold(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::of(Action::Hold, code, message)
    }
    pub fn reject(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::of(Action::Reject, code, message)
    }
    pub fn approve(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::of(Action::Approve, code, message)
    }

    unsafe fn give(&self, answer: &abi::Answer) {
        let spans: Vec<_> =
            self.spans.iter().map(|span| abi::Span { begin: span.start, end: span.end }).collect();
        let raw = abi::Finding {
            size: std::mem::size_of::<abi::Finding>(),
            action: self.action as i32,
            code: text(&self.code),
            message: text(&self.message),
            score: self.score,
            spans: spans.as_ptr(),
            span_count: spans.len(),
            scores: std::ptr::null(),
            score_count: 0,
            weights: std::ptr::null(),
        };
        (answer.finding)(answer.host, &raw);
    }
}

/// A comment as a filter sees it. What is absent reads as empty, except where absence means something.
pub struct Comment<'a>(&'a abi::Comment);

impl<'a> Comment<'a> {
    pub fn text(&self) -> &'a str {
        unsafe { string(self.0.text) }.unwrap_or_default()
    }
    pub fn author_id(&self) -> &'a str {
        unsafe { string(self.0.author_id) }.unwrap_or_default()
    }
    pub fn author_name(&self) -> &'a str {
        unsafe { string(self.0.author_name) }.unwrap_or_default()
    }
    pub fn article(&self) -> &'a str {
        unsafe { string(self.0.article) }.unwrap_or_default()
    }
    pub fn site(&self) -> &'a str {
        unsafe { string(self.0.site) }.unwrap_or_default()
    }
    pub fn language(&self) -> &'a str {
        unsafe { string(self.0.language) }.unwrap_or_default()
    }
    /// The id of the comment it answers.
    pub fn parent(&self) -> Option<&'a str> {
        unsafe { string(self.0.parent) }
    }
    /// Microseconds since 1970: the time to judge by. Never read the clock instead.
    pub fn now(&self) -> i64 {
        self.0.now
    }
}

/// The operator's options. A wrong one gives the fallback, and the filter is refused once `new` has returned.
pub struct Options<'a>(&'a abi::Options);

impl Options<'_> {
    pub fn integer(&self, name: &str, fallback: i64, least: i64, most: i64) -> i64 {
        unsafe { (self.0.integer)(self.0.host, text(name), fallback, least, most) }
    }
    pub fn number(&self, name: &str, fallback: f64, least: f64, most: f64) -> f64 {
        unsafe { (self.0.number)(self.0.host, text(name), fallback, least, most) }
    }
    pub fn boolean(&self, name: &str, fallback: bool) -> bool {
        unsafe { (self.0.boolean)(self.0.host, text(name), fallback.into()) != 0 }
    }
    pub fn string(&self, name: &str, fallback: &str) -> String {
        unsafe { string((self.0.string)(self.0.host, text(name), text(fallback))) }.unwrap_or_default().into()
    }
    /// Says why an option's value can't be used; the host adds where it stands.
    pub fn refuse(&self, name: &str, message: &str) {
        unsafe { (self.0.refuse)(self.0.host, text(name), text(message)) }
    }
}

/// Exports a type as this library's filter. Use it once.
#[macro_export]
macro_rules! export_filter {
    ($filter:ty, $name:literal, $version:literal, $summary:literal) => {
        #[no_mangle]
        #[allow(non_upper_case_globals)]
        pub static moderato_plugin: $crate::abi::Plugin = $crate::moderato::plugin::<$filter>(
            concat!($name, "\0"),
            concat!($version, "\0"),
            concat!($summary, "\0"),
        );
    };
}

/// The table behind `export_filter!`. The strings end with NUL.
pub const fn plugin<F: Filter>(
    name: &'static str,
    version: &'static str,
    summary: &'static str,
) -> abi::Plugin {
    abi::Plugin {
        magic: abi::MAGIC,
        size: std::mem::size_of::<abi::Plugin>() as u32,
        abi_major: abi::MAJOR,
        abi_minor: abi::MINOR,
        flags: 0,
        build: "Rust\0".as_ptr() as *const c_char,
        name: name.as_ptr() as *const c_char,
        version: version.as_ptr() as *const c_char,
        summary: summary.as_ptr() as *const c_char,
        create: create::<F>,
        destroy: destroy::<F>,
        check: check::<F>,
        remember: None,
        lookback: None,
        forget: None,
    }
}

/// Valid as long as `of` is.
pub fn text(of: &str) -> abi::Text {
    abi::Text { data: of.as_ptr(), size: of.len() }
}

/// A string of the host's, which is in UTF-8; None when absent. It is valid during the call and no longer.
pub unsafe fn string<'a>(of: abi::Text) -> Option<&'a str> {
    if of.data.is_null() {
        return None;
    }
    let bytes = std::slice::from_raw_parts(of.data, of.size);
    Some(std::str::from_utf8(bytes).expect("the host gives UTF-8"))
}

fn reason(panic: &(dyn Any + Send)) -> String {
    let said = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref().copied());
    format!("panicked: {}", said.unwrap_or("without a word"))
}

unsafe extern "C" fn create<F: Filter>(
    _: *const abi::Host,
    options: *const abi::Options,
    fail: abi::Say,
    to: *mut c_void,
) -> *mut c_void {
    let why = match catch_unwind(AssertUnwindSafe(|| F::new(&Options(&*options)))) {
        Ok(Ok(filter)) => return Box::into_raw(Box::new(filter)) as *mut c_void,
        Ok(Err(why)) => why,
        Err(panic) => reason(&*panic),
    };
    fail(to, text(&why));
    std::ptr::null_mut()
}

unsafe extern "C" fn destroy<F: Filter>(filter: *mut c_void) {
    // A filter that panics as it goes is gone all the same.
    let _ = catch_unwind(AssertUnwindSafe(|| drop(Box::from_raw(filter as *mut F))));
}

unsafe extern "C" fn check<F: Filter>(
    filter: *mut c_void,
    comment: *const abi::Comment,
    answer: *const abi::Answer,
) {
    let filter = &mut *(filter as *mut F);
    match catch_unwind(AssertUnwindSafe(|| filter.check(&Comment(&*comment)))) {
        Ok(finding) if finding == Finding::pass() => {} // no answer is a pass
        Ok(finding) => finding.give(&*answer),
        Err(panic) => ((*answer).error)((*answer).host, text(&reason(&*panic))),
    }
}
