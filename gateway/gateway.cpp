#include "gateway.hpp"

#include <cstring>
#include <exception>
#include <functional>
#include <thread>
#include <utility>
#include <variant>

#include "accounts/accounts.hpp"
#include "akismet/akismet.hpp"
#include "api/appeal.hpp"
#include "api/articles.hpp"
#include "api/gate.hpp"
#include "api/live.hpp"
#include "api/reads.hpp"
#include "api/report.hpp"
#include "api/submit.hpp"
#include "audit/audit_settings.hpp"
#include "config/http_endpoint.hpp"
#include "configuration.hpp"
#include "console/room.hpp"
#include "coral/coral.hpp"
#include "daemon/notify.hpp"
#include "daemon/places.hpp"
#include "daemon/signals.hpp"
#include "feed/following.hpp"
#include "http/server.hpp"
#include "http/static_files.hpp"
#include "late_decisions/late_decisions.hpp"
#include "pages/console_route.hpp"
#include "pages/file_routes.hpp"
#include "perspective/room.hpp"
#include "read_model/projection.hpp"
#include "webhooks/webhooks.hpp"

namespace moderato::gateway {
namespace {

http::ServerSettings server_of(const GatewaySettings& settings, HttpEndpoint endpoint) {
  http::ServerSettings server{.endpoint = std::move(endpoint)};
  server.threads = static_cast<unsigned>(settings.http.threads);
  server.trusted_proxies = settings.trusted_proxies;
  server.limits.connections = settings.http.max_connections;
  server.limits.connections_per_address = settings.http.max_connections_per_address;
  server.limits.streams = settings.http.max_streams;
  // What is too large, but not out of all measure, gets the API's own answer, which pages of other origins may read.
  server.limits.body_bytes = 2 * settings.http.max_body_bytes;
  return server;
}

// What its author objected to this revision, and what was answered (openapi.json: Appeal).
boost::json::value appeal_json(Appeals& appeals, std::string_view site, std::string_view id, std::int64_t revision) {
  const auto appeal = appeals.find({std::string{site}, std::string{id}});
  if (!appeal || appeal->revision != revision) return nullptr;
  return {{"state", to_string(appeal->state)},
          {"text", appeal->text},
          {"answer", appeal->answer ? boost::json::value(*appeal->answer) : boost::json::value(nullptr)}};
}

class Gateway {
 public:
  Gateway(const Settings& all, FollowerSettings daemon, Sites sites, Writer writer, std::unique_ptr<Webhooks> webhooks,
          std::unique_ptr<LateDecisions> late, Signals& signals, Log log)
      : signals_(signals),
        log_(std::move(log)),
        all_(all),
        settings_(all.gateway),
        audit_settings_(audit_settings(all)),
        room_settings_(console::room_settings(all)),
        text_bytes_(all.intake.limits.text_bytes),
        daemon_(daemon),
        sites_(std::move(sites)),
        gate_(sites_, settings_.limits),
        reads_({.read_model = settings_.read_model, .fresh = [this](std::string_view site) { return max_age(site); }}),
        live_(writer.position().seq),
        read_model_(std::move(writer), [this](std::span<const Change> changes) { changed(changes); }),
        following_(std::move(daemon), read_model_, log_),
        webhooks_(std::move(webhooks)),
        late_(std::move(late)) {
    reads_.add_routes(router_);
    live_.add_routes(router_);
    router_.set_policy(api::cross_origin_policy(sites_));
  }

  // Errors: http.cannot_listen, http.cannot_read, client.bad_address, audit.cannot_write; those of open_store.
  Result<void> open() {
    if (auto loaded = files_.load(places_of_this_program().shared_data / "gateway"); !loaded) return loaded;
    if (auto opened = open_writing(); !opened) return opened;
    if (auto opened = open_accounts(); !opened) return opened;
    if (auto opened = open_room(); !opened) return opened;
    if (auto opened = open_perspective(); !opened) return opened;
    if (auto opened = open_akismet(); !opened) return opened;
    if (auto opened = open_coral(); !opened) return opened;
    add_console(router_, files_);
    add_files(router_, files_);  // last: they stand for all other paths
    const auto at = parse_http_endpoint(settings_.endpoint);
    if (!at) return Error{"http.cannot_listen", "gateway.endpoint is no address: " + settings_.endpoint};
    auto opened = http::Server::open(server_of(settings_, *at), std::ref(router_));
    if (!opened) return opened.error();
    server_ = std::move(*opened);
    log_->info("at http://{}", server_->address());
    return {};
  }

  ExitCode run() {
    following_.start("read model", [this] { fail(); });
    webhooks_->start([this] { fail(); });
    late_->start([this] { fail(); });
    if (coral_) coral_->start([this] { fail(); });
    room_->start([this] { fail(); });
    notify_ready();
    const int signal = signals_.wait();
    notify_stopping();
    log_->info("stopping on {}", ::strsignal(signal));
    server_->stop();
    perspective_.reset();
    room_->finish();
    if (coral_) coral_->finish();
    control_.reset();
    desk_.reset();
    following_.stop();
    webhooks_.reset();
    late_->stop();  // before those for whom it speaks
    akismet_.reset();
    coral_.reset();
    room_.reset();
    log_->info("stopped");
    return failed_ ? ExitCode::failed : ExitCode::ok;
  }

 private:
  std::chrono::seconds max_age(std::string_view site) const {
    const Site* const known = sites_.find(site);
    return known == nullptr ? std::chrono::seconds{0} : known->max_age;
  }

  void changed(std::span<const Change> changes) {
    reads_.changed(changes);
    live_.publish(changes);
    reporting_->changed(changes);
  }

  Result<void> open_writing() {
    auto desk = Desk::open({.address = settings_.daemon.desk, .identity = daemon_.identity});
    if (!desk) return desk.error();
    desk_ = std::move(*desk);
    auto control = Control::open({.address = settings_.daemon.control, .identity = daemon_.identity});
    if (!control) return control.error();
    control_ = std::move(*control);
    auto reports = Reports::open(settings_.store);
    if (!reports) return reports.error();
    const std::size_t body_bytes = settings_.http.max_body_bytes;
    reporting_.emplace(api::Reporting::Parts{gate_, settings_.read_model, std::move(*reports), body_bytes});
    reporting_->add_routes(router_);
    submissions_.emplace(
        api::SubmissionParts{gate_, *desk_, *control_, log_, text_bytes_, body_bytes,
                             [this](std::string_view site, std::string_view id, std::int64_t revision) {
                               return appeal_json(room_->appeals(), site, id, revision);
                             }});
    submissions_->add_routes(router_);
    api::add_article_routes(router_, gate_, *control_, body_bytes);
    return {};
  }

  Result<void> open_accounts() {
    auto audit = Audit::open(audit_settings_);
    if (!audit) return audit.error();
    audit_ = std::move(*audit);
    const auto sites = [this] {
      std::vector<std::string> names;
      for (const auto& [name, site] : sites_) names.push_back(name);
      return names;
    };
    auto accounts = accounts::Accounts::open({.store = settings_.store, .sites = sites}, *audit_, log_);
    if (!accounts) return accounts.error();
    accounts_ = std::move(*accounts);
    accounts_->add_routes(router_);
    return {};
  }

  Result<void> open_room() {
    auto room = console::Room::open(
        room_settings_, daemon_, accounts_->gate(), *audit_,
        [this](boost::json::object request, Control::Lost lost, Control::Done done) {
          control_->ask(std::move(request), lost, std::move(done));
        },
        log_);
    if (!room) return room.error();
    room_ = std::move(*room);
    room_->add_routes(router_);
    const auto keep = [this](api::Objection objection, std::function<void(const Result<void>&)> done) {
      room_->console().appeal({std::move(objection.site), std::move(objection.comment)}, std::move(objection.author),
                              std::move(objection.text), std::move(done));
    };
    api::add_appeal_route(router_, gate_, keep, settings_.http.max_body_bytes);
    return {};
  }

  Result<void> open_perspective() {
    if (!perspective::Entrance::is_used(sites_)) return {};
    auto room = perspective::Room::open(all_, daemon_.identity, sites_, *audit_, log_);
    if (!room) return room.error();
    perspective_ = std::move(*room);
    perspective_->add_routes(router_);
    return {};
  }

  Result<void> open_akismet() {
    if (!akismet::is_spoken(sites_)) return {};
    auto opened = akismet::Akismet::open(settings_, text_bytes_, sites_, *desk_, *control_, *late_, log_);
    if (!opened) return opened.error();
    akismet_ = std::move(*opened);
    akismet_->add_routes(router_);
    return {};
  }

  Result<void> open_coral() {
    auto coral = coral::Coral::open(settings_.sites, {.desk = *desk_,
                                                      .control = *control_,
                                                      .late = *late_,
                                                      .store = settings_.store,
                                                      .casebook = settings_.casebook,
                                                      .text_bytes = text_bytes_,
                                                      .body_bytes = settings_.http.max_body_bytes,
                                                      .daemon = daemon_,
                                                      .log = log_});
    if (!coral) return coral.error();
    coral_ = std::move(*coral);
    if (coral_) coral_->add_routes(router_);
    return {};
  }

  void fail() {
    failed_ = true;
    Signals::raise_stop();
  }

  Signals& signals_;
  Log log_;
  const Settings& all_;
  GatewaySettings settings_;
  Audit::Settings audit_settings_;
  console::RoomSettings room_settings_;
  std::size_t text_bytes_;
  FollowerSettings daemon_;
  Sites sites_;
  api::Gate gate_;
  std::unique_ptr<Desk> desk_;        // these two are called with what the server's threads ask,
  std::unique_ptr<Control> control_;  // and answer until they go
  std::optional<api::Submissions> submissions_;
  std::optional<api::Reporting> reporting_;
  std::unique_ptr<Audit> audit_;
  std::unique_ptr<accounts::Accounts> accounts_;
  std::unique_ptr<console::Room> room_;
  std::unique_ptr<perspective::Room> perspective_;  // null: nobody has a key for it
  api::Reads reads_;
  api::Live live_;
  http::StaticFiles files_;
  http::Router router_;
  ReadModelProjection read_model_;
  Following following_;
  std::unique_ptr<Webhooks> webhooks_;
  std::unique_ptr<LateDecisions> late_;
  std::unique_ptr<akismet::Akismet> akismet_;
  std::unique_ptr<coral::Coral> coral_;
  std::unique_ptr<http::Server> server_;  // last: it asks all the others
  std::atomic<bool> failed_ = false;
};

}  // namespace

ExitCode run(const Settings& settings, const KeyOptions& keys, const Log& log) {
  Signals signals{SIGTERM, SIGINT};  // before any thread
  auto daemon = daemon_of(settings, keys);
  auto sites = sites_of(settings);
  const Problems problems = check(settings, keys);
  for (const Problem& problem : problems) log->critical("{}", problem.text());
  if (!problems.empty()) return ExitCode::configuration;
  auto writer = Writer::open(settings.gateway.read_model);
  if (!writer) {
    log->critical("{}", writer.error().message);
    return ExitCode::unavailable;
  }
  auto webhooks =
      Webhooks::open(settings.gateway.store, settings.gateway.webhooks, std::get<FollowerSettings>(daemon), log);
  if (!webhooks) {
    log->critical("{}", webhooks.error().message);
    return ExitCode::unavailable;
  }
  auto late = LateDecisions::open(settings.gateway.store, std::get<FollowerSettings>(daemon), log);
  if (!late) {
    log->critical("{}", late.error().message);
    return ExitCode::unavailable;
  }
  Gateway gateway{settings,
                  std::get<FollowerSettings>(std::move(daemon)),
                  std::get<Sites>(std::move(sites)),
                  std::move(*writer),
                  std::move(*webhooks),
                  std::move(*late),
                  signals,
                  log};
  if (const auto opened = gateway.open(); !opened) {
    log->critical("{}", opened.error().message);
    return ExitCode::unavailable;
  }
  return gateway.run();
}

}  // namespace moderato::gateway
