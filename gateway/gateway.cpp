#include "gateway.hpp"

#include <cstring>
#include <exception>
#include <thread>
#include <utility>
#include <variant>

#include "config/reach.hpp"
#include "daemon/notify.hpp"
#include "daemon/signals.hpp"
#include "feed/follower.hpp"

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

class Gateway {
 public:
  Gateway(FollowerSettings daemon, Writer writer, Log log)
      : log_(std::move(log)),
        follower_(
            std::move(daemon), std::move(writer), [](std::span<const Change>) {}, log_) {}

  ExitCode run() {
    std::thread following{[this] { follow(); }};
    notify_ready();
    const int signal = signals_.wait();
    notify_stopping();
    log_->info("stopping on {}", ::strsignal(signal));
    follower_.stop();
    following.join();
    log_->info("stopped");
    return failed_ ? ExitCode::failed : ExitCode::ok;
  }

 private:
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
  Follower follower_;
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
  return Gateway{std::get<FollowerSettings>(std::move(daemon)), std::move(*writer), log}.run();
}

}  // namespace moderato::gateway
