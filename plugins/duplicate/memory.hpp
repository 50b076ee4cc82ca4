// The comments a site has seen, as far back as the window goes, in 60 bytes of memory each.
//
// A ring of entries holds, for each comment, who wrote it and when, and a small sample of its features. An index of
// small buckets leads from a feature to the entries that have it among their eight lowest ("anchors"). Both are
// allocated once: what comes pushes out what is oldest, so memory is bounded by construction, and a lookup reads a
// fixed number of buckets whatever the texts are. A feature that many entries have leads to the latest few of them only
// and counts for less. What these make look like a duplicate is confirmed by its record on disk, or not.
//
// Not thread-safe.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

#include "bucket.hpp"
#include "entry.hpp"
#include "fingerprint.hpp"
#include "moderato/large_array.hpp"
#include "records.hpp"

namespace moderato::duplicate {

// What a lookup needs to know beside the text. Hashes are keyed (Reader::name).
struct Post {
  std::string_view id;
  std::uint64_t id_hash = 0;  // of site and id
  std::uint64_t author = 0;
  std::uint64_t article = 0;  // of site and article
  std::uint64_t scope = 0;    // posts of different scopes never meet
  std::uint32_t seconds = 0;  // when, since 1970
  bool brief = false;         // too short to compare by features: meets only its exact like
};

struct Match {
  std::uint64_t entry = 0;  // number of the entry, for `Memory::refresh`
  std::uint32_t seconds = 0;
  bool exact = false;
  bool same_author = false;
  bool same_article = false;
  double similarity = 0;         // 0..1; see resemblance() in likeness.cpp
  double features = 0;           // in the shorter of the two texts, about
  unsigned copies = 0;           // of the original that came before, by others or elsewhere
  std::optional<Record> record;  // of the original, unless the disk failed

  // Of the original; empty when it is not known.
  [[nodiscard]] std::string_view id() const { return record ? record->id() : std::string_view{}; }
};

class Memory {
 public:
  static constexpr std::size_t anchors = 8;
  static constexpr std::size_t tags = std::tuple_size_v<decltype(Entry::tag)>;
  static constexpr std::int64_t most_entries = 12'000'000;  // an index slot names an entry by 24 bits

  // `count` entries at most, none looked at when older than `window_seconds`; records in `folder`. The reader must
  // outlive this. Throws std::bad_alloc and std::system_error.
  Memory(const Reader& reader, std::size_t count, std::uint32_t window_seconds, const std::filesystem::path& folder);

  // Starts loading what comes to be read; worth calling as soon as the features, the scope and `brief` are known.
  enum class Use : std::uint8_t { find, insert };
  void prefetch(const Post& post, const Fingerprint& text, Use use) const;

  // What there is like the text. An entry of the same article, author and id is no match: it is `own`.
  struct Found {
    std::optional<Match> best;
    std::optional<std::uint64_t> own;
    bool own_is_equal = false;  // that entry has this very text
  };
  [[nodiscard]] Found find(const Post& post, Fingerprint& text) const;  // may widen the sample of `text`

  void insert(const Post& post, const Fingerprint& text);
  // Remembers the text under the id, author and article of the match: a campaign that goes on stays known after its
  // first comment has left the window.
  void refresh(const Match& match, const Post& post, const Fingerprint& text);
  // Counts a copy of the original by another author or under another article.
  void count_copy(const Match& match);
  // Takes an entry out: its text was replaced by an edit.
  void forget(std::uint64_t entry);
  // Takes out whatever is known under the id, author and article of these posts, whatever its text, for good. Looks at
  // every entry: some milliseconds for a million.
  void forget(std::span<const Post> posts);
  // Whether more than half the window has passed since the entry was made.
  [[nodiscard]] bool ageing(const Match& match, std::uint32_t now) const;

  // Entries that were pushed out by newer ones before their time was over: `window` wants more than `count` holds.
  [[nodiscard]] std::uint64_t pushed_out() const { return pushed_out_; }

  [[nodiscard]] std::size_t bytes() const;
  [[nodiscard]] const Records& records() const { return records_; }

 private:
  static constexpr std::size_t looked_up = 10;  // lowest features of a text by which others like it are looked for
  class Hits;
  struct Candidate;
  class Candidates;

  [[nodiscard]] std::size_t place_of(std::uint64_t number) const;
  // Of the entries that are there.
  [[nodiscard]] std::uint64_t oldest_age() const { return std::min<std::uint64_t>(ring_.size(), next_ - 1); }
  [[nodiscard]] std::size_t bucket_of(std::uint64_t address) const;
  void put(std::uint64_t address, std::uint64_t entry);
  void look(std::uint64_t address, std::size_t feature, Hits& hits) const;
  [[nodiscard]] Candidates likeliest(Hits& hits, const Post& post, const Fingerprint& text, Found& found) const;
  [[nodiscard]] std::optional<Match> confirm(const Candidate& candidate, const Post& post, Fingerprint& text) const;
  Entry& add(const Post& post, const Fingerprint& text, std::string_view id);

  const Reader& reader_;
  LargeArray<Entry> ring_;
  LargeArray<Bucket> index_;
  Records records_;
  std::uint64_t next_ = 1;
  std::size_t head_ = 0;  // where in the ring it goes
  std::uint64_t pushed_out_ = 0;
  std::uint32_t window_;
};

}  // namespace moderato::duplicate
