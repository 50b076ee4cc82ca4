#include "service.hpp"

#include <boost/beast/http/field.hpp>

#include "coral/signature.hpp"
#include "http/tls.hpp"

namespace moderato::external {
namespace {

namespace http = boost::beast::http;

}  // namespace

Service::Service(const ServiceSettings& settings, Host host)
    : settings_(settings),
      host_(host),
      name_("the moderation service at " + settings.url.name()),
      addresses_(settings.url),
      breaker_(settings.break_after, settings.break_for) {
  if (settings_.url.tls) tls_.emplace(make_tls(settings_.ca_file));
}

std::string Service::ask(std::string body) {
  const auto start = Clock::now();
  if (const auto why = breaker_.refuses(start)) throw std::runtime_error(name_ + " is left alone for now: it " + *why);
  HttpAnswer answer;
  try {
    answer = exchange(request_of(std::move(body)), start + settings_.timeout);
    if (answer.status >= 500 || answer.status == 429)
      throw Away("answered with status " + std::to_string(answer.status));
  } catch (const BadAnswer& bad) {
    answers();
    throw std::runtime_error(name_ + " " + bad.what());
  } catch (const Away& away) {
    fails(away.what());
  } catch (const std::exception& error) {  // no more file descriptors, say
    fails(std::string{"can't be asked: "} + error.what());
  }
  answers();
  if (answer.status == 204) return {};
  if (answer.status < 200 || answer.status > 299)
    throw std::runtime_error(name_ + " answered with status " + std::to_string(answer.status));
  return std::move(answer.body);
}

void Service::answers() {
  if (breaker_.succeeded()) host_.log(Level::info, name_ + " answers again");
}

void Service::fails(const std::string& why) {
  addresses_.doubt();
  if (breaker_.failed(why, Clock::now()))
    host_.log(Level::warning, name_ + " is left alone for a while after " + std::to_string(settings_.break_after) +
                                  " failures in a row; the last: it " + why);
  throw std::runtime_error(name_ + " " + why);
}

HttpAnswer Service::exchange(const Request& request, Clock::time_point deadline) {
  if (auto idle = take_idle()) {
    try {
      HttpAnswer answer = idle->exchange(request, deadline);
      give_back(std::move(idle));
      return answer;
    } catch (const Closed&) {  // NOLINT(bugprone-empty-catch): it was idle for too long; a new one will do
    }
  }
  auto connection = std::make_unique<Connection>(settings_.url, tls_ ? &*tls_ : nullptr);
  connection->open(addresses_.get(deadline), deadline);
  HttpAnswer answer = connection->exchange(request, deadline);
  give_back(std::move(connection));
  return answer;
}

std::unique_ptr<Connection> Service::take_idle() {
  std::vector<std::unique_ptr<Connection>> dead;  // closed outside the lock
  const std::lock_guard lock{mutex_};
  while (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    if (connection->usable()) return connection;
    dead.push_back(std::move(connection));
  }
  return nullptr;
}

void Service::give_back(std::unique_ptr<Connection> connection) {
  if (!connection->usable()) return;
  const std::lock_guard lock{mutex_};
  idle_.push_back(std::move(connection));
}

Request Service::request_of(std::string body) const {
  Request request{http::verb::post, settings_.url.target, 11};
  request.set(http::field::host, settings_.url.authority);
  request.set(http::field::user_agent, "Coral Moderation/9 (Moderato)");
  request.set(http::field::accept, "*/*");
  request.set(http::field::content_type, "application/json");
  request.set("X-Coral-Signature", signature(body, settings_.secrets));
  request.body() = std::move(body);
  request.prepare_payload();
  return request;
}

}  // namespace moderato::external
