// A moderation service that is asked by HTTP.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "http/addresses.hpp"
#include "http/breaker.hpp"
#include "http/connection.hpp"
#include "moderato/filter.hpp"
#include "settings.hpp"

namespace moderato::external {

// Thread-safe: each call has a connection of its own, kept for the next one.
class Service {
 public:
  // Throws std::runtime_error when the file of authorities can't be used. Asks nobody yet.
  Service(const ServiceSettings& settings, Host host);

  // The body of its answer to `body`, empty when it has no opinion. Returns within the timeout. Throws
  // std::runtime_error with a sentence that names the service; while it is left alone, at once.
  [[nodiscard]] std::string ask(std::string body);

  // "the moderation service at https://example.org", for messages.
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  using Clock = std::chrono::steady_clock;

  // It is there, or it is not: then a sentence is thrown.
  void answers();
  [[noreturn]] void fails(const std::string& why);
  HttpAnswer exchange(const Request& request, Clock::time_point deadline);
  std::unique_ptr<Connection> take_idle();
  void give_back(std::unique_ptr<Connection> connection);
  [[nodiscard]] Request request_of(std::string body) const;

  const ServiceSettings settings_;
  const Host host_;
  const std::string name_;
  std::optional<boost::asio::ssl::context> tls_;
  Addresses addresses_;
  Breaker breaker_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;  // the one used last at the end; never more than calls at once
};

}  // namespace moderato::external
