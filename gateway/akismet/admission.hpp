// Who asks: whose key a request shows, and what it says.
#pragma once

#include <map>
#include <string>
#include <variant>

#include "akismet/form.hpp"
#include "akismet/usage.hpp"
#include "config/akismet_settings.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "members/key_gate.hpp"

namespace moderato::gateway::akismet {

struct Client {
  KeyName key;
  std::string shown;  // the key itself
  std::string blog;   // as it says; may be empty
  AkismetSettings settings;
};

struct Admitted {
  Client client;
  Form form;
};

// Thread-safe. The sites outlive it.
class Admission {
 public:
  Admission(const Sites& sites, std::map<std::string, AkismetSettings> by_site);

  // By the key in the form or the query, else in the left-most label of the host. Or the answer to who is not let in:
  // no form, no such key, or the key's requests_per_minute are used up.
  [[nodiscard]] std::variant<Admitted, http::Response> admit(const http::Request& request);

 private:
  KeyGate gate_;
  std::map<std::string, AkismetSettings> by_site_;
};

// A parameter of the query, else of the form.
[[nodiscard]] std::string_view asked(const http::Request& request, const Form& form, std::string_view name);

}  // namespace moderato::gateway::akismet
