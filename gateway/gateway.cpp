#include "gateway.hpp"

#include <cstring>
#include <exception>
#include <functional>
#include <thread>
#include <utility>
#include <variant>

#include "api/live.hpp"
#include "api/reads.hpp"
#include "config/http_endpoint.hpp"
#include "config/reach.hpp"
#include "daemon/notify.hpp"
#include "daemon/places.hpp"
#include "daemon/signals.hpp"
#include "feed/follower.hpp"
#include "http/cache_control.hpp"
#include "http/problem.hpp"
#include "http/server.hpp"
#include "http/static_files.hpp"
#include "read_model/projection.hpp"

namespace moderato::gateway {
namespace {

// What is needed to call the daemon, or what is wrong with it.
std::variant<FollowerSettings, Problems> daemon_of(const Settings& settings, const KeyOptions& keys) {
  auto identity = identity_of(keys, settings.access);
  if (auto* problem = std::get_if<Problem>(&identity)) return Problems{std::move(*problem)};
  const DaemonAddresses& at = settings.gateway.daemon;
  FollowerSettings daemon{at.feed, at.control, std::get<std::optional<Identity>>(std::move(identity))};
  Problems problems;
  const auto check = [&](const std::string& address, const std::string& name, const std::string& bound) {
    const auto expected = [&](const std::string& what) {
      problems.push_back({settings.file.string(), 0, 0, "gateway.daemon." + name + ": expected " + what});
    };
    if (address.empty())
      expected("an address where we reach the daemon: " + bound + " binds none that is known beforehand");
    else if (!daemon.identity && !stays_on_this_machine(address))
      expected("an address on this machine, or keys (access.curve_key, or --key and --server-key), found \"" + address +
               "\"");
  };
  check(at.desk, "desk", "intake.desk");
  check(at.feed, "feed", "feed.publish");
  check(at.control, "control", "control.endpoint");
  if (!problems.empty()) return problems;
  return daemon;
}

// What browsers load. Error: http.cannot_read.
Result<void> load_pages(http::StaticFiles& files) {
  const auto folder = places_of_this_program().shared_data / "gateway";
  return files.load(folder);
}

class Gateway {
 public:
  Gateway(const GatewaySettings& settings, FollowerSettings daemon, Writer writer, Log log)
      : log_(std::move(log)),
        reads_({.read_model = settings.read_model}),
        live_(writer.position().seq),
        read_model_(std::move(writer), [this](std::span<const Change> changes) { changed(changes); }),
        follower_(std::move(daemon), read_model_, log_) {
    reads_.add_routes(router_);
    live_.add_routes(router_);
    router_.add(http::Method::get, "/{name*}", [this](const http::Request& request, http::Responder responder) {
      answer_file(request, std::move(responder));
    });
  }

  // Errors: http.cannot_listen, http.cannot_read.
  Result<void> open(const std::string& endpoint) {
    if (auto loaded = load_pages(files_); !loaded) return loaded;
    const auto at = parse_http_endpoint(endpoint);
    if (!at) return Error{"http.cannot_listen", "gateway.endpoint is no address: " + endpoint};
    auto opened = http::Server::open({.endpoint = *at}, std::ref(router_));
    if (!opened) return opened.error();
    server_ = std::move(*opened);
    log_->info("at http://{}", server_->address());
    return {};
  }

  ExitCode run() {
    std::thread following{[this] { follow(); }};
    notify_ready();
    const int signal = signals_.wait();
    notify_stopping();
    log_->info("stopping on {}", ::strsignal(signal));
    server_->stop();
    follower_.stop();
    following.join();
    log_->info("stopped");
    return failed_ ? ExitCode::failed : ExitCode::ok;
  }

 private:
  void changed(std::span<const Change> changes) {
    reads_.changed(changes);
    live_.publish(changes);
  }

  void answer_file(const http::Request& request, http::Responder responder) const {
    const http::Content* const file = files_.find(request.parameter("name"));
    if (file == nullptr)
      return responder.answer(http::Problem{404, "page.not_found", "There is nothing here."}.response());
    responder.answer(file->answer(request, http::cache_control({.shared = true, .fresh = std::chrono::minutes{5}})));
  }

  void follow() {
    try {
      const auto followed = follower_.run();
      if (followed) return;
      log_->critical("{}", followed.error().message);
    } catch (const std::exception& error) {
      log_->critical("{}", error.what());
    }
    failed_ = true;
    Signals::raise_stop();
  }

  Signals signals_{SIGTERM, SIGINT};  // before any thread
  Log log_;
  api::Reads reads_;
  api::Live live_;
  http::StaticFiles files_;
  http::Router router_;
  ReadModelProjection read_model_;
  Follower follower_;
  std::unique_ptr<http::Server> server_;  // last: it asks all the others
  std::atomic<bool> failed_ = false;
};

}  // namespace

Problems check(const Settings& settings, const KeyOptions& keys) {
  auto daemon = daemon_of(settings, keys);
  auto* problems = std::get_if<Problems>(&daemon);
  return problems == nullptr ? Problems{} : std::move(*problems);
}

ExitCode run(const Settings& settings, const KeyOptions& keys, const Log& log) {
  auto daemon = daemon_of(settings, keys);
  if (const auto* problems = std::get_if<Problems>(&daemon)) {
    for (const Problem& problem : *problems) log->critical("{}", problem.text());
    return ExitCode::configuration;
  }
  auto writer = Writer::open(settings.gateway.read_model);
  if (!writer) {
    log->critical("{}", writer.error().message);
    return ExitCode::unavailable;
  }
  Gateway gateway{settings.gateway, std::get<FollowerSettings>(std::move(daemon)), std::move(*writer), log};
  if (const auto opened = gateway.open(settings.gateway.endpoint); !opened) {
    log->critical("{}", opened.error().message);
    return ExitCode::unavailable;
  }
  return gateway.run();
}

}  // namespace moderato::gateway
