// The comments whose later decisions are to be told, and those that are still to be told, in the gateway's store.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "comment/result.hpp"
#include "http_client/clock.hpp"
#include "late_decisions/awaited.hpp"
#include "late_decisions/recent.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato::gateway {

// A decision that is to be told.
struct Untold {
  std::int64_t number = 0;  // of what is awaited
  LateDecision decision;
  WallTime since;
  int attempts = 0;  // before this one
};

// Thread-safe. Whatever goes wrong with the file is a sqlite::Failure, thrown; nothing is changed then.
class AwaitedStore {
 public:
  // Beyond so many comments the oldest are forgotten.
  static constexpr std::int64_t most_awaited = 1'000'000;

  // Errors: those of open_store.
  [[nodiscard]] static Result<std::unique_ptr<AwaitedStore>> open(const std::filesystem::path& store);

  // As LateDecisions has them. expect(): whether something is to be told at once.
  bool expect(std::span<const Awaited> awaited, WallTime now);
  [[nodiscard]] std::optional<Awaited> find(const std::string& protocol, const std::string& site,
                                            const std::string& id);
  void forget(const std::string& protocol, const std::string& site, const std::string& id);

  // Of other protocols nothing is kept. Without any, what is awaited later begins with the newest decision then.
  void keep_only(const std::vector<std::string>& protocols);
  // What is awaited since before `since`, and what is too much.
  void expire(WallTime since);

  // As a Projection has them.
  [[nodiscard]] Position position();
  [[nodiscard]] bool has_begun();
  void begin_at(const Position& newest);
  void start_anew();
  struct Taken {
    std::size_t unreadable = 0;
    bool to_tell = false;
  };
  [[nodiscard]] Taken take_up(std::span<const Message> messages, WallTime now);
  void tidy();

  // What is due, for each protocol and site at most `most_of_each`, those first that are so for longest, without those
  // in `under_way`.
  [[nodiscard]] std::vector<Untold> due(WallTime now, std::size_t most_of_each,
                                        std::span<const std::int64_t> under_way);
  // When the next one becomes due, of those that are not yet.
  [[nodiscard]] std::optional<WallTime> next(WallTime now);

  // It was told, or need not be. What was decided meanwhile is still to be told.
  void told(const Untold& untold);
  // It is tried again then, unless something newer was decided meanwhile, which is due at once.
  void put_off(const Untold& untold, WallTime until);
  // Whoever is told of this protocol and site is away: nothing is due for them before.
  void put_off_all(const std::string& protocol, const std::string& site, WallTime until);
  // They are back: all is due now.
  void try_all_again(const std::string& protocol, const std::string& site, WallTime now);

 private:
  // Whoever is told of one protocol and site.
  struct Receiver {
    std::string protocol;
    std::string site;
  };

  explicit AwaitedStore(sqlite::Database database);
  Position read_position();
  // What is known of a comment's newest decision: from when it was awaited before, or the feed has just brought.
  [[nodiscard]] std::optional<Decided> newest_of(const Awaited& awaited);
  // The next one, in alphabetical order, to whom something is to be told now or later.
  [[nodiscard]] std::optional<Receiver> receiver_after(const Receiver& receiver);
  bool decide(const std::string& site, const std::string& id, const Decided& decided, WallTime now);

  std::mutex mutex_;
  sqlite::Database database_;
  RecentDecisions recent_;
  bool log_holds_erased_ = true;  // or may: who knows how the last program ended
  sqlite::Statement get_position_, put_position_;
  sqlite::Statement put_, get_, forget_, get_decision_;
  sqlite::Statement decide_, erase_;
  sqlite::Statement next_receiver_, due_, next_;
  sqlite::Statement told_, settle_, put_off_, put_off_all_;
};

}  // namespace moderato::gateway
