// Lets in who shows a key with the role perspective, and knows on what terms its site answers.
#pragma once

#include <map>
#include <string>
#include <variant>

#include "config/settings.hpp"
#include "http/request.hpp"
#include "members/key_gate.hpp"
#include "perspective/analyze_request.hpp"
#include "perspective/chain.hpp"
#include "perspective/failure.hpp"

namespace moderato::gateway::perspective {

struct Terms {
  std::string site;
  SiteChain chain{};
  Offer offer{};
  bool record = true;  // what is not marked doNotStore goes into the ledger
};

// Thread-safe. The sites outlive it.
class Entrance {
 public:
  Entrance(const Sites& sites, const Settings& settings);

  // Whether anybody has such a key.
  [[nodiscard]] static bool is_used(const Sites& sites);

  // By the parameter key or the header X-Goog-Api-Key; counts the request.
  [[nodiscard]] std::variant<const Terms*, Failure> admit(const http::Request& request);

 private:
  KeyGate gate_;
  std::map<std::string, Terms, std::less<>> terms_;  // by site
  std::size_t body_bytes_;
};

}  // namespace moderato::gateway::perspective
