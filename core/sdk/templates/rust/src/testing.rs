//! For tests: the filter, called through the table of functions that the daemon calls.
use crate::abi;
use crate::moderato::{string, text, Action, Finding};
use crate::moderato_plugin as plugin;
use std::mem::{size_of, zeroed};
use std::os::raw::c_void;

/// A filter made with the options that a test gives.
pub struct Loaded(*mut c_void);

impl Loaded {
    /// An error says what the daemon would refuse.
    pub fn with(integers: &[(&str, i64)]) -> Result<Self, String> {
        let mut given = Given { integers: integers.to_vec(), wrong: Vec::new() };
        let options = given.options();
        let host = abi::Host {
            size: size_of::<abi::Host>(),
            host: std::ptr::null_mut(),
            log,
            secret: [0; 16].as_ptr(),
        };
        let mut why = String::new();
        let made = unsafe { (plugin.create)(&host, &options, note, &mut why as *mut String as *mut c_void) };
        if made.is_null() {
            return Err(why);
        }
        let loaded = Self(made);
        let unknown = given.integers.iter().map(|(name, _)| format!("{name} is unknown"));
        given.wrong.extend(unknown);
        if given.wrong.is_empty() {
            Ok(loaded)
        } else {
            Err(given.wrong.join("; "))
        }
    }

    /// An error is that of a filter that could not judge.
    pub fn check(&self, comment: &str) -> Result<Finding, String> {
        // Numbers that are 0 and texts that are absent.
        let mut raw: abi::Comment = unsafe { zeroed() };
        raw.size = size_of::<abi::Comment>();
        raw.text = text(comment);
        let mut answered = Ok(Finding::pass());
        let host = &mut answered as *mut Answered as *mut c_void;
        let answer = abi::Answer { size: size_of::<abi::Answer>(), host, finding, error };
        unsafe { (plugin.check)(self.0, &raw, &answer) };
        answered
    }
}

impl Drop for Loaded {
    fn drop(&mut self) {
        unsafe { (plugin.destroy)(self.0) }
    }
}

type Answered = Result<Finding, String>;

unsafe fn owned(of: abi::Text) -> String {
    string(of).unwrap_or_default().into()
}

unsafe extern "C" fn finding(host: *mut c_void, raw: *const abi::Finding) {
    let raw = &*raw;
    let actions = [Action::Pass, Action::Hold, Action::Reject, Action::Approve];
    let spans = std::slice::from_raw_parts(raw.spans, raw.span_count);
    *(host as *mut Answered) = Ok(Finding {
        action: actions[raw.action as usize],
        code: owned(raw.code),
        message: owned(raw.message),
        score: raw.score,
        spans: spans.iter().map(|span| span.begin..span.end).collect(),
    });
}

unsafe extern "C" fn error(host: *mut c_void, message: abi::Text) {
    *(host as *mut Answered) = Err(owned(message));
}

unsafe extern "C" fn note(why: *mut c_void, message: abi::Text) {
    *(why as *mut String) = owned(message);
}

unsafe extern "C" fn log(_: *mut c_void, _: i32, message: abi::Text) {
    println!("{}", owned(message));
}

/// Options that were not asked for yet, and what was wrong with those that were.
struct Given<'a> {
    integers: Vec<(&'a str, i64)>,
    wrong: Vec<String>,
}

impl Given<'_> {
    fn options(&mut self) -> abi::Options {
        abi::Options {
            size: size_of::<abi::Options>(),
            host: self as *mut Self as *mut c_void,
            integer,
            // None of these is given. To give one in a test, write it like `integer`.
            number: limited,
            boolean: plain,
            string: plain,
            choice,
            list,
            path: plain,
            duration: limited,
            refuse,
        }
    }
}

unsafe extern "C" fn integer(
    host: *mut c_void,
    name: abi::Text,
    fallback: i64,
    least: i64,
    most: i64,
) -> i64 {
    let given = &mut *(host as *mut Given);
    let name = owned(name);
    let value = match given.integers.iter().position(|(known, _)| *known == name) {
        Some(at) => given.integers.remove(at).1,
        None => return fallback,
    };
    if (least..=most).contains(&value) {
        return value;
    }
    given.wrong.push(format!("{name} must be from {least} to {most}"));
    fallback
}

unsafe extern "C" fn refuse(host: *mut c_void, name: abi::Text, message: abi::Text) {
    let given = &mut *(host as *mut Given);
    given.wrong.push(format!("{} {}", owned(name), owned(message)));
}

unsafe extern "C" fn limited<T>(_: *mut c_void, _: abi::Text, fallback: T, _: T, _: T) -> T {
    fallback
}

unsafe extern "C" fn plain<T>(_: *mut c_void, _: abi::Text, fallback: T) -> T {
    fallback
}

unsafe extern "C" fn choice(
    _: *mut c_void,
    _: abi::Text,
    fallback: usize,
    _: *const abi::Text,
    _: usize,
) -> usize {
    fallback
}

unsafe extern "C" fn list(_: *mut c_void, _: abi::Text, _: abi::Say, _: *mut c_void) -> u32 {
    0
}
