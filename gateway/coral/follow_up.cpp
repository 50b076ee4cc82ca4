#include "coral/follow_up.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "comment/json_fields.hpp"
#include "coral/plain_text.hpp"
#include "http_client/tls.hpp"

namespace moderato::gateway::coral {
namespace asio = boost::asio;
namespace json = boost::json;
namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_waiting = 10'000;
constexpr std::size_t most_at_a_time = 8;
constexpr std::chrono::milliseconds between_commits{50};
constexpr std::chrono::days kept_for{30};                               // as late decisions keep a comment
constexpr std::array<std::chrono::seconds, 4> waits{0s, 2s, 10s, 60s};  // before each attempt to read a comment

Awaited awaited_of(const CoralSite& site, const Noted& noted) {
  return {site.protocol(), noted.handed.site, noted.handed.id,
          json::serialize(json::object{{"told", to_string(noted.told_as)}}), noted.told};
}

std::optional<std::string_view> review_of(Status status) {
  if (status == Status::approved) return "approve";
  if (status == Status::rejected) return "reject";
  return std::nullopt;
}

// Takes over a moderator's decision in Coral, unless ours is the same, or newer.
void take_over(Control& control, Counters& counters, const Log& log, const std::string& site, const std::string& id,
               const StatusChange& change) {
  const auto action = review_of(change.status);
  if (!action) return;
  control.ask({{"request", "explain"}, {"site", site}, {"id", id}}, Control::Lost::ask_again,
              [=, &control, &counters](const Result<json::object>& answer) {
                if (!answer || list_in(*answer, "history").empty()) return;
                const json::value& newest = list_in(*answer, "history").back();
                if (!newest.is_object()) return;
                const json::object& verdict = newest.get_object();
                const auto decided = parse_rfc3339(text_in(verdict, "decided_at"));
                if (text_in(verdict, "action") == *action || !decided || *decided >= change.at) return;
                control.ask({{"request", "review"},
                             {"action", *action},
                             {"site", site},
                             {"id", id},
                             {"moderator", "coral"},
                             {"reason", "Decided in Coral."},
                             {"seq", integer_in(verdict, "seq")}},
                            Control::Lost::give_up, [log, &counters](const Result<json::object>& reviewed) {
                              if (reviewed)
                                ++counters.reviews;
                              else if (reviewed.error().code != "review.changed")
                                log->warn("what a moderator decided in Coral was not taken over: {}",
                                          reviewed.error().message);
                            });
              });
}

}  // namespace

class FollowUp::Thread {
 public:
  explicit Thread(Parts parts) : parts_(std::move(parts)) {}
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;
  ~Thread() {
    stop();
    note_all();
  }

  void stop() {
    if (!thread_.joinable()) return;
    asio::post(io_, [this] {
      stopping_ = true;
      waiting_.clear();
      for (auto& [name, caller] : callers_) caller->client.close();
      for (asio::steady_timer* const pause : pauses_) pause->cancel();
      note_timer_.cancel();
      work_.reset();
    });
    thread_.join();
  }

  Result<void> open() {
    for (const CoralSite& site : parts_.sites) {
      if (!site.graphql) continue;
      auto tls = http_client::tls_context(site.settings.ca_file);
      if (!tls) return tls.error();
      callers_.emplace(site.name, std::make_unique<Caller>(io_, std::move(*tls)));
    }
    thread_ = std::jthread{[this] { io_.run(); }};
    return {};
  }

  void note(Noted noted) {
    {
      const std::lock_guard lock{mutex_};
      noted_.push_back(std::move(noted));
      if (noted_.size() > 1) return;  // somebody has rung
    }
    asio::post(io_, [this] { note_soon(); });
  }

  void look_up(const CoralSite& site, std::string comment) {
    if (waiting_count_.fetch_add(1) >= most_waiting) {
      --waiting_count_;
      ++parts_.counters.webhooks_dropped;
      return;
    }
    asio::post(io_, [this, &site, id = std::move(comment)]() mutable {
      waiting_.push_back({&site, std::move(id)});
      go_on();
    });
  }

 private:
  struct Caller {
    Caller(asio::io_context& io, asio::ssl::context given) : tls(std::move(given)), client(io, tls) {}
    asio::ssl::context tls;
    http_client::Client client;
  };
  struct Question {
    const CoralSite* site;
    std::string comment;
  };

  // Several in one commit: the disk is the ledger's first.
  void note_soon() {
    if (stopping_) return;  // the destructor does
    note_timer_.expires_after(between_commits);
    note_timer_.async_wait([this](const boost::system::error_code& cancelled) {
      if (!cancelled) note_all();
    });
  }

  void note_all() {
    std::vector<Noted> all;
    {
      const std::lock_guard lock{mutex_};
      all.swap(noted_);
    }
    if (all.empty()) return;
    try {
      std::vector<Handed> handed;
      std::vector<Awaited> awaited;
      for (const Noted& each : all) {
        const auto site = std::ranges::find(parts_.sites, each.handed.site, &CoralSite::name);
        if (site == parts_.sites.end() || !site->graphql) continue;  // Coral can't be told anything
        handed.push_back(each.handed);
        awaited.push_back(awaited_of(*site, each));
      }
      if (handed.empty()) return;
      const WallTime now = wall_now();
      parts_.links.note(handed, now);
      parts_.late.expect(awaited);
      notes_fail_ = false;
      if (now < forget_at_) return;
      forget_at_ = now + 1h;
      parts_.links.forget(now - kept_for);
    } catch (const std::exception& error) {
      if (std::exchange(notes_fail_, true)) return;
      parts_.log->error("comments from Coral can't be noted, so it will not be told what is decided on them later: {}",
                        error.what());
    }
  }

  void go_on() {
    while (!stopping_ && under_way_ < most_at_a_time && !waiting_.empty()) {
      Question question = std::move(waiting_.front());
      waiting_.pop_front();
      ++under_way_;
      asio::co_spawn(io_, answer(std::move(question)), [this](const std::exception_ptr& failed) {
        if (failed) ++parts_.counters.webhooks_dropped;
        --under_way_;
        --waiting_count_;
        go_on();
      });
    }
  }

  asio::awaitable<void> answer(Question question) {
    const CoralSite& site = *question.site;
    if (!site.graphql) co_return;
    for (const std::chrono::seconds wait : waits) {
      co_await pause(wait);
      if (stopping_) co_return;
      ++parts_.counters.calls;
      const auto answer = co_await callers_.at(site.name)->client.send(read_comment(*site.graphql, question.comment));
      const auto read = comment_in(answer);
      if (read) {
        if (!std::exchange(told_, {}).empty()) parts_.log->info("Coral of {} answers again", site.name);
        if (read->comment) take(site, *read->comment, read->viewer);
        co_return;
      }
      ++parts_.counters.failed_calls;
      tell(site, read.error().message);
    }
    ++parts_.counters.webhooks_dropped;
  }

  asio::awaitable<void> pause(std::chrono::seconds time) {
    if (time == 0s || stopping_) co_return;
    asio::steady_timer timer{io_, time};
    pauses_.push_back(&timer);
    boost::system::error_code cancelled;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    std::erase(pauses_, &timer);
  }

  void take(const CoralSite& site, const CoralComment& comment, const std::string& viewer) {
    note_all();  // it may be among those
    auto ours = parts_.links.ours(site.name, comment.id);
    if (!ours) {
      ours = parts_.links.learn(site.name, ids_.mark_of(comment.story, comment.author, letters_of_html(comment.body)),
                                comment.id);
      if (ours) ++parts_.counters.ids_learnt;
    }
    if (!ours) return;  // it was settled before our phase
    const auto& change = comment.moderated;
    if (!change || change->status != comment.status || change->moderator.empty() || change->moderator == viewer) return;
    take_over(parts_.control, parts_.counters, parts_.log, site.name, *ours, *change);
  }

  void tell(const CoralSite& site, const std::string& what) {
    if (std::exchange(told_, what) == what) return;
    parts_.log->error("Coral of {} can't be asked about a comment: {} {}", site.name, site.graphql->url.name(), what);
  }

  Parts parts_;
  Ids ids_{parts_.links.key()};
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_ = asio::make_work_guard(io_);
  asio::steady_timer note_timer_{io_};
  std::map<std::string, std::unique_ptr<Caller>> callers_;  // by site
  std::mutex mutex_;
  std::vector<Noted> noted_;
  std::atomic<std::size_t> waiting_count_ = 0;

  // Of the thread.
  std::deque<Question> waiting_;
  std::size_t under_way_ = 0;
  std::vector<asio::steady_timer*> pauses_;
  WallTime forget_at_{};
  std::string told_;         // what is wrong, once until it is well again
  bool notes_fail_ = false;  // the log says so
  bool stopping_ = false;
  std::jthread thread_;  // last: it uses all the others
};

FollowUp::FollowUp(std::unique_ptr<Thread> thread) : thread_(std::move(thread)) {}
FollowUp::~FollowUp() = default;

Result<std::unique_ptr<FollowUp>> FollowUp::open(Parts parts) {
  auto thread = std::make_unique<Thread>(std::move(parts));
  if (auto opened = thread->open(); !opened) return opened.error();
  return std::unique_ptr<FollowUp>{new FollowUp{std::move(thread)}};
}

void FollowUp::stop() {
  thread_->stop();
}

void FollowUp::note(Noted noted) {
  thread_->note(std::move(noted));
}

void FollowUp::look_up(const CoralSite& site, std::string comment) {
  thread_->look_up(site, std::move(comment));
}

}  // namespace moderato::gateway::coral
