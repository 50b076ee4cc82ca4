// Which comment of Coral's is which of ours: the store's piece "coral".
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "comment/result.hpp"
#include "coral/ids.hpp"
#include "feed/projection.hpp"
#include "http_client/clock.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato::gateway::coral {

// A comment that was handed to the daemon for Coral.
struct Handed {
  std::string site;
  std::string id;     // ours
  std::string story;  // in Coral
  TextMark mark{};    // of its newest text
};

// What is known of one.
struct Link {
  std::string story;
  TextMark mark{};
  std::string coral;  // its id there; empty: not known yet
};

struct Erased {
  std::string site;
  std::string id;  // ours
};

// Holds neither text nor author: ids, and a mark under a key of this gateway. Thread-safe; who only asks does not wait
// for who writes. Whatever goes wrong with the file is a sqlite::Failure, thrown.
class Links {
 public:
  // Errors: those of open_store.
  [[nodiscard]] static Result<std::unique_ptr<Links>> open(const std::filesystem::path& store);

  // Made at random when the store was, and kept there.
  [[nodiscard]] const IdKey& key() const { return key_; }

  // All in one commit. Of one that is known the mark is changed, and its id in Coral kept.
  void note(std::span<const Handed> comments, WallTime now);

  // Coral's id of the comment with this mark, the one that was noted last. Nothing: none has it.
  [[nodiscard]] std::optional<std::string> learn(std::string_view site, const TextMark& mark, std::string_view coral);

  [[nodiscard]] std::optional<Link> find(std::string_view site, std::string_view id);
  // Of a comment in Coral: ours.
  [[nodiscard]] std::optional<std::string> ours(std::string_view site, std::string_view coral);

  // All that was noted before.
  void forget(WallTime before);

  // How far the daemon's feed was followed for erasures; nothing before it has begun.
  [[nodiscard]] std::optional<Position> position();
  // These are erased, as the feed says up to `position`. In one commit.
  void erase(std::span<const Erased> comments, const Position& position);

 private:
  Links(sqlite::Database reading, sqlite::Database writing);
  void read_key();

  sqlite::Database reading_, writing_;
  std::mutex reading_mutex_, writing_mutex_;
  sqlite::Statement find_, ours_;                                              // of the first
  sqlite::Statement note_, learn_, forget_, position_, put_position_, erase_;  // of the second
  IdKey key_{};
};

}  // namespace moderato::gateway::coral
