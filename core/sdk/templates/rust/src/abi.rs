//! The binary contract of <moderato/abi.h>, version 1.2, with the names it has there. What must be kept when a
//! filter uses it directly is written in that header; `moderato.rs` keeps it for you. The test at the end compares
//! the size and the place of every field with the header.
#![allow(dead_code)]
use std::os::raw::{c_char, c_void};

pub const MAGIC: u32 = 0x4d44_4654;
pub const MAJOR: u16 = 1;
pub const MINOR: u16 = 2;

pub const PASS: i32 = 0;
pub const HOLD: i32 = 1;
pub const REJECT: i32 = 2;
pub const APPROVE: i32 = 3;

pub const CONCURRENT: u32 = 1;
pub const REMEMBERS: u32 = 2;
pub const WANTS_CONTEXT: u32 = 4;

/// Gets a text, and what it was told to hand on.
pub type Say = unsafe extern "C" fn(*mut c_void, Text);

/// A struct of the contract, and for the test where its fields are.
macro_rules! table {
    ($name:ident is $c_name:ident { $($field:ident: $type:ty,)* }) => {
        #[repr(C)]
        #[derive(Clone, Copy)]
        pub struct $name {
            $(pub $field: $type,)*
        }

        #[cfg(test)]
        impl $name {
            fn layout() -> layout::Struct {
                let place = std::mem::MaybeUninit::<$name>::uninit();
                let start = place.as_ptr();
                layout::Struct {
                    c_name: stringify!($c_name),
                    size: std::mem::size_of::<$name>(),
                    fields: vec![$({
                        // Nothing is read: only the address of a field is made.
                        let field = unsafe { std::ptr::addr_of!((*start).$field) };
                        (stringify!($field), field as usize - start as usize, layout::size_behind(field))
                    },)*],
                }
            }
        }
    };
}

table!(Text is moderato_string {
    data: *const u8,
    size: usize,
});

table!(Comment is moderato_comment {
    size: usize,
    site: Text,
    id: Text,
    article: Text,
    parent: Text,
    author_id: Text,
    author_name: Text,
    author_ip: Text,
    author_email: Text,
    author_token: Text,
    text: Text,
    language: Text,
    url: Text,
    json: Text,
    created_at: i64,
    now: i64,
    revision: u32,
    parent_text: Text,
    parent_author_id: Text,
    article_title: Text,
    article_url: Text,
    article_text: Text,
    article_closed: u32,
    author_approved: u32,
    author_held: u32,
    author_rejected: u32,
});

table!(Span is moderato_span {
    begin: u32,
    end: u32,
});

table!(Score is moderato_score {
    attribute: Text,
    value: f64,
});

table!(Finding is moderato_finding {
    size: usize,
    action: i32,
    code: Text,
    message: Text,
    score: f64,
    spans: *const Span,
    span_count: usize,
    scores: *const Score,
    score_count: usize,
    weights: *const f32,
});

table!(Answer is moderato_answer {
    size: usize,
    host: *mut c_void,
    finding: unsafe extern "C" fn(*mut c_void, *const Finding),
    error: unsafe extern "C" fn(*mut c_void, Text),
});

table!(Decision is moderato_decision {
    size: usize,
    comment: *const Comment,
    action: i32,
    seq: i64,
    decided_at: i64,
    decided_by: Text,
    replayed: u32,
});

table!(Options is moderato_options {
    size: usize,
    host: *mut c_void,
    integer: unsafe extern "C" fn(*mut c_void, Text, i64, i64, i64) -> i64,
    number: unsafe extern "C" fn(*mut c_void, Text, f64, f64, f64) -> f64,
    boolean: unsafe extern "C" fn(*mut c_void, Text, u32) -> u32,
    string: unsafe extern "C" fn(*mut c_void, Text, Text) -> Text,
    choice: unsafe extern "C" fn(*mut c_void, Text, usize, *const Text, usize) -> usize,
    list: unsafe extern "C" fn(*mut c_void, Text, Say, *mut c_void) -> u32,
    path: unsafe extern "C" fn(*mut c_void, Text, Text) -> Text,
    duration: unsafe extern "C" fn(*mut c_void, Text, i64, i64, i64) -> i64,
    refuse: unsafe extern "C" fn(*mut c_void, Text, Text),
});

table!(Host is moderato_host {
    size: usize,
    host: *mut c_void,
    log: unsafe extern "C" fn(*mut c_void, i32, Text),
    secret: *const u8,
});

table!(Lookback is moderato_lookback {
    size: usize,
    microseconds: i64,
    decisions: i64,
});

table!(Plugin is moderato_plugin_v1 {
    magic: u32,
    size: u32,
    abi_major: u16,
    abi_minor: u16,
    flags: u32,
    build: *const c_char,
    name: *const c_char,
    version: *const c_char,
    summary: *const c_char,
    create: unsafe extern "C" fn(*const Host, *const Options, Say, *mut c_void) -> *mut c_void,
    destroy: unsafe extern "C" fn(*mut c_void),
    check: unsafe extern "C" fn(*mut c_void, *const Comment, *const Answer),
    remember: Option<unsafe extern "C" fn(*mut c_void, *const Decision)>,
    lookback: Option<unsafe extern "C" fn(*mut c_void, *mut Lookback)>,
    forget: Option<unsafe extern "C" fn(*mut c_void, *const *const Comment, usize)>,
});

// It is never written, and what its pointers point to is constant.
unsafe impl Sync for Plugin {}

#[cfg(test)]
mod layout {
    use super::*;
    use std::collections::HashMap;
    use std::io::Write;
    use std::process::{Command, Stdio};

    pub struct Struct {
        pub c_name: &'static str,
        pub size: usize,
        pub fields: Vec<(&'static str, usize, usize)>, // name, place, size
    }

    pub fn size_behind<T>(_: *const T) -> usize {
        std::mem::size_of::<T>()
    }

    fn structs() -> Vec<Struct> {
        vec![
            Text::layout(),
            Comment::layout(),
            Span::layout(),
            Score::layout(),
            Finding::layout(),
            Answer::layout(),
            Decision::layout(),
            Options::layout(),
            Host::layout(),
            Lookback::layout(),
            Plugin::layout(),
        ]
    }

    fn constants() -> [(&'static str, u64); 10] {
        [
            ("MODERATO_ABI_MAGIC", MAGIC.into()),
            ("MODERATO_ABI_MAJOR", MAJOR.into()),
            ("MODERATO_PASS", PASS as u64),
            ("MODERATO_HOLD", HOLD as u64),
            ("MODERATO_REJECT", REJECT as u64),
            ("MODERATO_APPROVE", APPROVE as u64),
            ("MODERATO_CONCURRENT", CONCURRENT.into()),
            ("MODERATO_REMEMBERS", REMEMBERS.into()),
            ("MODERATO_WANTS_CONTEXT", WANTS_CONTEXT.into()),
            ("MODERATO_ABI_MINOR", MINOR.into()),
        ]
    }

    /// A program in C that prints a line for each number that is asked of the header.
    fn program() -> String {
        let mut asked: Vec<String> = constants().iter().map(|(name, _)| name.to_string()).collect();
        for Struct { c_name, fields, .. } in structs() {
            asked.push(format!("sizeof({c_name})"));
            for (field, ..) in fields {
                asked.push(format!("offsetof({c_name}, {field})"));
                asked.push(format!("sizeof((({c_name}*)0)->{field})"));
            }
        }
        let lines: Vec<_> = asked.iter().map(|each| format!("say(\"{each}\", {each});\n")).collect();
        format!(
            "#include <moderato/abi.h>\n#include <stdio.h>\n\
             static void say(const char* what, unsigned long long n) {{ printf(\"%s=%llu\\n\", what, n); }}\n\
             int main(void) {{\n{}return 0;\n}}\n",
            lines.concat()
        )
    }

    /// What the header says: the program compiled by $CC (or cc), with $MODERATO_INCLUDE (or /usr/include), and run.
    fn header() -> HashMap<String, u64> {
        let file = std::env::temp_dir().join(format!("FILTER_NAME-abi-{}", std::process::id()));
        let include = std::env::var("MODERATO_INCLUDE").unwrap_or_else(|_| "/usr/include".into());
        let mut compiler = Command::new(std::env::var("CC").unwrap_or_else(|_| "cc".into()))
            .args(["-x", "c", "-", "-I", &include, "-o"])
            .arg(&file)
            .stdin(Stdio::piped())
            .spawn()
            .expect("a C compiler reads the header");
        compiler.stdin.take().unwrap().write_all(program().as_bytes()).unwrap();
        let compiled = compiler.wait().unwrap();
        assert!(
            compiled.success(),
            "is moderato-dev installed? Else set MODERATO_INCLUDE to its folder of headers"
        );
        let said = Command::new(&file).output().unwrap();
        std::fs::remove_file(&file).unwrap();
        let pairs = String::from_utf8(said.stdout).unwrap();
        pairs
            .lines()
            .filter_map(|line| line.split_once('='))
            .map(|(k, v)| (k.into(), v.parse().unwrap()))
            .collect()
    }

    #[test]
    fn is_that_of_the_header() {
        let header = header();
        let same_minor = header["MODERATO_ABI_MINOR"] == u64::from(MINOR);
        for (name, value) in &constants()[..9] {
            assert_eq!(header[*name], *value, "{name}");
        }
        assert!(header["MODERATO_ABI_MINOR"] >= u64::from(MINOR), "the header is older than this");
        for Struct { c_name, size, fields } in structs() {
            let there = header[&format!("sizeof({c_name})")];
            // A newer minor version may have added fields at the end.
            assert!(
                there == size as u64 || (there > size as u64 && !same_minor),
                "{c_name} has {size} bytes, not {there}"
            );
            for (field, place, size) in fields {
                assert_eq!(header[&format!("offsetof({c_name}, {field})")], place as u64, "{c_name}.{field}");
                assert_eq!(
                    header[&format!("sizeof((({c_name}*)0)->{field})")],
                    size as u64,
                    "{c_name}.{field}"
                );
            }
        }
    }
}
