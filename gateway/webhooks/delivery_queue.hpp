// What waits for the receiver of one hook, in the gateway's store.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "comment/result.hpp"
#include "http_client/clock.hpp"
#include "sqlite/sqlite.hpp"

namespace moderato::gateway {

struct Delivery {
  std::int64_t number = 0;
  std::string id;
  std::string type;
  std::string body;
  WallTime since;
  int attempts = 0;  // before this one
};

// What became of an attempt.
struct Outcome {
  enum class Kind : std::uint8_t { delivered, failed, put_aside };
  Kind kind = Kind::delivered;
  std::int64_t number = 0;
  std::string failure{};
  bool away = false;   // it was the receiver's as a whole
  WallTime next_at{};  // when it is tried again
};

// One thread. Whatever goes wrong with the file is a sqlite::Failure, thrown; nothing is changed then.
class DeliveryQueue {
 public:
  // Errors: those of open_store.
  [[nodiscard]] static Result<DeliveryQueue> open(const std::filesystem::path& store, std::string hook);

  // At most `most` that are due, those first that are so for longest, without those in `under_way`. Of one comment only
  // the oldest: what was decided on it later waits until that is delivered or put aside.
  [[nodiscard]] std::vector<Delivery> due(WallTime now, std::size_t most, std::span<const std::int64_t> under_way);
  // When the next one becomes due, of those that are not yet.
  [[nodiscard]] std::optional<WallTime> next(WallTime now);

  // In one transaction.
  void settle(std::span<const Outcome> outcomes);

  // The receiver is back: what failed because it was away is due at once, in its order.
  void try_all_again();

  // The receiver wants no more: what waits is put aside.
  void gone();
  [[nodiscard]] bool is_gone();

 private:
  DeliveryQueue(sqlite::Database database, std::string hook);

  sqlite::Database database_;
  std::string hook_;
  sqlite::Statement due_, next_;
  sqlite::Statement drop_, retry_, put_aside_;
  sqlite::Statement get_gone_;
};

}  // namespace moderato::gateway
