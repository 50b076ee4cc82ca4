//! Holds long comments. Make it yours: `check` says what becomes of a comment.
mod abi;
mod moderato;
#[cfg(test)]
mod testing;

use moderato::{Comment, Filter, Finding, Options};

struct FilterNameFilter {
    max_bytes: usize,
}

impl Filter for FilterNameFilter {
    fn new(options: &Options) -> Result<Self, String> {
        let max_bytes = options.integer("max_bytes", 2000, 1, 1_000_000) as usize;
        Ok(Self { max_bytes })
    }

    fn check(&mut self, comment: &Comment) -> Finding {
        if comment.text().len() <= self.max_bytes {
            return Finding::pass();
        }
        let message = format!("Is longer than {} bytes.", self.max_bytes);
        Finding::hold("FILTER_NAME.long", message)
    }
}

export_filter!(FilterNameFilter, "FILTER_NAME", "1.0", "Holds long comments");

#[cfg(test)]
mod tests {
    use crate::moderato::{Action, Finding};
    use crate::testing::Loaded;

    #[test]
    fn passes_what_is_short() {
        let filter = Loaded::with(&[("max_bytes", 5)]).unwrap();
        assert_eq!(filter.check("hello"), Ok(Finding::pass()));
    }

    #[test]
    fn holds_what_is_longer() {
        let filter = Loaded::with(&[("max_bytes", 5)]).unwrap();
        let held = Finding::hold("FILTER_NAME.long", "Is longer than 5 bytes.");
        assert_eq!(filter.check("hello!"), Ok(held));
    }

    #[test]
    fn takes_two_thousand_bytes_unless_told_otherwise() {
        let filter = Loaded::with(&[]).unwrap();
        assert_eq!(filter.check(&"a".repeat(2000)), Ok(Finding::pass()));
        assert_eq!(filter.check(&"a".repeat(2001)).unwrap().action, Action::Hold);
    }

    #[test]
    fn refuses_a_limit_that_makes_no_sense() {
        assert!(Loaded::with(&[("max_bytes", 0)]).is_err());
    }
}
