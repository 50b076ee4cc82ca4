// All entries of the operator's lists, and where they are in a text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "automaton.hpp"
#include "moderato/text/fold.hpp"
#include "moderato/text/phrases.hpp"
#include "phrase.hpp"

namespace moderato::wordlist {

enum class List : std::uint8_t { allowed, suspect, banned };

struct Entry {
  List list;
  std::string written;
  Phrase phrase;
};

// A list as the operator has it: one entry a line; empty lines, and those that begin with "#", are none.
struct Source {
  List list;
  std::string name;  // for mistakes: the file, or the option
  std::string content;
};

// What is wrong with lists, each with its place and how to mend it. what() is the first.
class BadLists : public std::runtime_error {
 public:
  static constexpr std::size_t most_told = 20;

  BadLists(std::vector<std::string> mistakes, std::size_t count);

  [[nodiscard]] const std::vector<std::string>& mistakes() const { return mistakes_; }
  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  std::vector<std::string> mistakes_;
  std::size_t count_;
};

struct Hit {
  const Entry* entry;  // banned or suspect; of the Lists
  Span span;           // in the original text
};

// Immutable after construction, and so thread-safe.
class Lists {
 public:
  static constexpr std::size_t most_entries = 1'000'000;
  static constexpr std::size_t most_hits = 100;  // in one text; there may be more

  // What a search writes to; kept for the next one.
  struct Scratch {
    struct Found {
      const Entry* entry;
      Phrase::Place place;
    };
    std::vector<text::Phrases::Match> ordinary;
    std::string padded;
    std::vector<Found> found;
    std::vector<Phrase::Place> allowed;
  };

  // Throws BadLists.
  Lists(const std::vector<Source>& sources, const text::Folder& folder);

  [[nodiscard]] std::size_t size() const { return entries_.size(); }

  // What is in a text and not within something allowed: what is banned in the text's order, then what is suspect.
  [[nodiscard]] std::vector<Hit> find(const text::Folded& folded, Scratch& scratch) const;

 private:
  // Whether something banned or suspect is there, or may be. Most texts have nothing, and this is the quicker look.
  [[nodiscard]] bool may_have_any(const text::Folded& folded, Scratch& scratch) const;

  std::vector<Entry> entries_;         // by their needles
  std::vector<std::uint32_t> firsts_;  // of each needle, one more at the end
  Automaton needles_;
  text::Phrases ordinary_;  // what is banned or suspect: whole words and beginnings of words
  Automaton others_;        // the needles of the rest of it
};

}  // namespace moderato::wordlist
