// Objections of authors to what was decided on their comments: one for each revision of a comment.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "casebook/case.hpp"
#include "casebook/reader.hpp"
#include "comment/result.hpp"
#include "comment/timestamp.hpp"
#include "store/store.hpp"

namespace moderato::gateway {

struct Appeal {
  enum class State : std::uint8_t { open = 0, granted = 1, refused = 2 };

  casebook::CaseKey key;
  std::uint32_t revision = 0;
  std::string text;  // the author's
  Time at;
  std::vector<std::string> decided_before_by;  // moderators: somebody else is to decide, where there is one
  State state = State::open;
  std::optional<std::string> answer{};  // for the author
};
[[nodiscard]] std::string_view to_string(Appeal::State state);

// Thread-safe. Whatever reads or writes uses a disk, and must not be called by threads of the HTTP server, but for
// open_ones(). What goes wrong with the file is a sqlite::Failure, thrown.
class Appeals {
 public:
  static constexpr std::size_t most_text = 2'000;  // bytes

  // Errors: those of open_store.
  [[nodiscard]] static Result<std::unique_ptr<Appeals>> open(const std::filesystem::path& store);

  // On disk when it returns. Errors, for the author: appeal.text_missing, appeal.text_too_long, appeal.not_possible
  // (the comment is neither held nor rejected), appeal.twice.
  [[nodiscard]] Result<void> file(const casebook::Case& one, std::vector<std::string> decided_before_by,
                                  std::string_view text, Time at);

  // The newest on a comment, of whatever revision.
  [[nodiscard]] std::optional<Appeal> find(const casebook::CaseKey& key);
  [[nodiscard]] std::vector<casebook::CaseKey> open_ones();
  [[nodiscard]] bool is_open(const casebook::CaseKey& key);

  // Does nothing where none is open.
  void settle(const casebook::CaseKey& key, Appeal::State state, std::string_view answer);

  // What decisions mean for them: an approval grants, an edit makes void, and an erasure takes the text away.
  void follow(std::span<const casebook::CaseChange> changes);
  // The same for what was decided while nobody followed.
  void catch_up(const casebook::Reader& casebook);

 private:
  explicit Appeals(sqlite::Database database);

  std::mutex mutex_;
  sqlite::Database database_;
  sqlite::Statement get_, put_, settle_, drop_open_, drop_all_;
  std::map<casebook::CaseKey, std::uint32_t> open_;  // their revisions
};

}  // namespace moderato::gateway
