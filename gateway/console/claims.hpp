// Who is at which comment, so that two do not do the same. In memory: after a restart nobody is.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "casebook/case.hpp"
#include "comment/timestamp.hpp"

namespace moderato::gateway::console {

using casebook::CaseKey;

struct Claim {
  CaseKey key;
  std::string by;
  Time until;
};

// Thread-safe. The time is the caller's, so that tests need not wait.
class Claims {
 public:
  static constexpr std::chrono::minutes lasts{5};
  static constexpr std::size_t most = 10'000;  // at once; then no more are taken on

  // For `who` from now on, unless it is another's: then that one's. `take_over`: another's as well.
  [[nodiscard]] Claim claim(const CaseKey& key, const std::string& who, bool take_over, Time now);
  // Whether it was theirs.
  bool release(const CaseKey& key, const std::string& who);
  // Whoever's it is; where there is nothing more to do.
  std::optional<Claim> drop(const CaseKey& key);

  [[nodiscard]] std::optional<Claim> find(const CaseKey& key, Time now) const;
  [[nodiscard]] std::vector<CaseKey> of(const std::string& who, Time now) const;
  // Takes out those whose time is over.
  [[nodiscard]] std::vector<Claim> take_expired(Time now);

 private:
  struct Held {
    std::string by;
    Time until;
  };
  mutable std::mutex mutex_;
  std::map<CaseKey, Held> claims_;
};

}  // namespace moderato::gateway::console
