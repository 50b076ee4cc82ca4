// What clients ask about their key: whether it is one, and the figures that they show.
#pragma once

#include "akismet/admission.hpp"
#include "akismet/pseudonyms.hpp"
#include "akismet/usage.hpp"
#include "http/response.hpp"

namespace moderato::gateway::akismet {

// Thread-safe. All outlive it.
class Account {
 public:
  Account(Usage& usage, const Pseudonyms& pseudonyms) : usage_(usage), pseudonyms_(pseudonyms) {}

  [[nodiscard]] static http::Response verify_key(const Admitted& admitted);
  [[nodiscard]] static http::Response deactivate();  // which does nothing: a key is the configuration's
  [[nodiscard]] static http::Response subscription(const Admitted& admitted);
  [[nodiscard]] http::Response token(const Admitted& admitted) const;
  // Of the blog that asks, if it says which; throw sqlite::Failure, as those below.
  [[nodiscard]] http::Response stats(const Admitted& admitted) const;
  [[nodiscard]] http::Response usage_limit(const Admitted& admitted) const;
  [[nodiscard]] http::Response key_sites(const Admitted& admitted, const http::Request& request) const;

 private:
  Usage& usage_;
  const Pseudonyms& pseudonyms_;
};

}  // namespace moderato::gateway::akismet
