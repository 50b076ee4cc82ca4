// HTTPS for the command line, by libcurl.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "comment/result.hpp"
#include "config/secret.hpp"

namespace moderato::cli {

struct HttpAnswer {
  long status = 0;
  std::string body;                                 // of at most 1 MiB; a longer one is an error
  std::optional<std::chrono::seconds> retry_after;  // the header, where it is a number or a date
};

// Keeps its connection from call to call. Certificates are checked, redirects are not followed (an address holds a
// key), and no message holds more of an address than its host. Not thread-safe.
class HttpClient {
 public:
  explicit HttpClient(std::chrono::milliseconds timeout);
  HttpClient(HttpClient&&) noexcept;
  ~HttpClient();

  // Posts JSON. Error: cli.no_answer: nothing came, or not in time.
  [[nodiscard]] Result<HttpAnswer> post(const Secret& url, const std::string& body);

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

// "https://host/path" or "http://host/path", as far as can be seen without asking; else what is wrong.
[[nodiscard]] std::string problem_of_address(const std::string& url);

// As part of a query.
[[nodiscard]] std::string percent_encoded(const std::string& text);

}  // namespace moderato::cli
