#include "daemon/daemon.hpp"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <functional>
#include <future>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "daemon/admission.hpp"
#include "daemon/caretaker.hpp"
#include "daemon/control_requests.hpp"
#include "daemon/eraser.hpp"
#include "daemon/monitor/collector.hpp"
#include "daemon/monitor/monitor.hpp"
#include "daemon/notify.hpp"
#include "daemon/places.hpp"
#include "daemon/recorder.hpp"
#include "daemon/reloader.hpp"
#include "daemon/replay.hpp"
#include "daemon/replies.hpp"
#include "daemon/signals.hpp"
#include "daemon/watchdog.hpp"
#include "daemon/worker.hpp"
#include "transport/guard.hpp"

namespace moderato {
namespace {

// How long a stopping daemon waits for what it took in.
constexpr std::chrono::seconds stop_grace{30};

// How long it then waits for each thread that a filter may keep.
constexpr std::chrono::seconds filter_grace{5};

// What is counted of an author's past.
constexpr Lookback authors_past{std::chrono::hours{24 * 30}, 1'000'000};

Surroundings surroundings(const Settings& settings, const std::array<std::uint8_t, 16>& secret, const Log& log,
                          TellPast past = {}) {
  Places places = places_of_this_program();
  return {settings.plugin_path.empty() ? places.plugin_path : settings.plugin_path,
          std::move(places.shared_data),
          secret,
          filter_log(log),
          std::move(places.filter_host),
          std::move(past)};
}

// A thread that calls filters, which may hang.
class FilterThread {
 public:
  FilterThread() = default;
  // `ended` is ready once `thread` is about to end.
  FilterThread(std::thread thread, std::future<void> ended) : thread_(std::move(thread)), ended_(std::move(ended)) {}

  // Joins it, unless it does not end by then.
  void join_by(std::chrono::steady_clock::time_point deadline) {
    if (ended_.wait_until(deadline) == std::future_status::ready) thread_.join();
  }
  [[nodiscard]] bool hangs() const { return thread_.joinable(); }

 private:
  std::thread thread_;
  std::future<void> ended_;
};

class Daemon {
 public:
  Daemon(const Settings& settings, Log log) : settings_(settings), log_(std::move(log)) {}

  ExitCode run() {
    if (const auto failed = open_monitoring(); failed != ExitCode::ok) return failed;
    if (const auto failed = open(); failed != ExitCode::ok) return failed;
    start_threads();
    const Endpoints& desk = settings_.intake.desk;
    log_->info("ready: {} workers, chain {}, desk at {}", workers_.size(), live_->now()->for_site("").hash(),
               desk.bind.empty() ? "(calls out)" : desk.bind.front());
    notify_ready();
    int signal = signals_.wait();
    for (; signal == SIGHUP; signal = signals_.wait()) reloader_->inbox().push({});
    log_->info("stopping on {}", ::strsignal(signal));
    stop();
    log_->info("stopped: {} received, {} approved, {} held, {} rejected", counters_.received.load(),
               counters_.approved.load(), counters_.held.load(), counters_.rejected.load());
    const ExitCode code = failed_ ? ExitCode::failed : ExitCode::ok;
    const bool recorder_hangs = recorder_thread_.hangs();
    const bool worker_hangs = std::ranges::any_of(worker_threads_, &FilterThread::hangs);
    if (recorder_hangs)
      log_->critical("a filter that was told of a decision hangs, or the disk does; leaving without it");
    else if (worker_hangs)
      log_->critical("a filter hangs at a comment; leaving without it");
    if (reloader_thread_.hangs())
      log_->critical("a filter of the last reload hangs at its start or in its self-test; leaving without it");
    if (recorder_hangs || worker_hangs || reloader_thread_.hangs())
      std::_Exit(static_cast<int>(code));  // all that matters is on disk, and the thread can't be ended
    return code;
  }

 private:
  // First of all, so that it can be asked how far the start is.
  ExitCode open_monitoring() {
    auto opened = open_monitor(settings_.monitor, {[this] {
                                                     return collector_.text({unready().empty(), stuck().size()});
                                                   },
                                                   [this] { return stuck(); }, [this] { return unready(); }});
    if (!opened) return give_up(opened.error().message, ExitCode::unavailable);
    monitor_ = std::move(*opened);
    if (monitor_) log_->info("metrics and health at http://{}", monitor_->address());
    return ExitCode::ok;
  }

  // Why no comment would be decided now. Called by the monitor's thread.
  std::vector<std::string> unready() const {
    std::vector<std::string> why;
    if (stopping_)
      why.emplace_back("the daemon is stopping");
    else if (!started_)
      why.emplace_back("the daemon is starting");
    else if (!past_told_)
      why.emplace_back("the filters are still told what they knew");
    if (std::string trouble = counters_.ledger.why(); !trouble.empty()) why.push_back(std::move(trouble));
    return why;
  }

  std::vector<std::string> stuck() const { return watchdog_ready_ ? watchdog_->stuck() : std::vector<std::string>{}; }

  // For `systemctl status`.
  std::string status_line() const {
    const auto wrong = unready();
    return (wrong.empty() ? "" : wrong.front() + "; ") + std::to_string(counters_.received) + " received, " +
           std::to_string(counters_.approved) + " approved, " + std::to_string(counters_.held) + " held, " +
           std::to_string(counters_.rejected) + " rejected, " + std::to_string(counters_.in_flight) + " in flight";
  }

  void watch() {
    std::vector<Watchdog::Watched> watched;
    for (const auto& worker : workers_)
      watched.push_back({worker->at_work(), [&worker = *worker](std::uint16_t link) { return worker.asked(link); }});
    watched.push_back({recorder_->at_work(), [this](std::uint16_t what) { return recorder_->doing(what); }});
    watchdog_ = std::make_unique<Watchdog>(std::move(watched), settings_.monitor.hang_after, log_);
    watchdog_ready_ = true;
    caretaker_ =
        std::make_unique<Caretaker>(*watchdog_, settings_.monitor.hang_after, [this] { return status_line(); });
  }

  ExitCode open() {
    auto keys = own_keys(settings_.access);
    if (const auto* problem = std::get_if<Problem>(&keys)) return give_up(problem->text(), ExitCode::configuration);
    guard_ =
        std::make_unique<Guard>(context_, std::get<std::optional<KeyPair>>(std::move(keys)), settings_.access.clients,
                                [log = log_](const std::string& sentence) { log->warn("{}", sentence); });
    auto writer = LedgerWriter::open(settings_.ledger.path, ids_, {.checkpoint_behind = true});
    if (!writer) return give_up(writer.error().message, ExitCode::unavailable);
    writer_ = std::move(*writer);
    std::ranges::copy(writer_->secret(), secret_.begin());
    auto built = ChainSet::build(settings_, surroundings(settings_, secret_, log_, past()));
    if (const auto* problems = std::get_if<Problems>(&built)) {
      for (const Problem& problem : *problems) log_->critical("{}", problem.text());
      return ExitCode::configuration;
    }
    live_ = std::make_unique<LiveChains>(std::move(std::get<std::unique_ptr<ChainSet>>(built)));
    if (const auto failed = open_sockets(); failed != ExitCode::ok) return failed;
    known_ = writer_->next();
    try {
      if (!settings_.intake.open_early) tell_filters();
    } catch (const std::runtime_error& error) {
      return give_up("Can't read the ledger " + settings_.ledger.path.string() + ": " + error.what() + ".",
                     ExitCode::unavailable);
    }
    return ExitCode::ok;
  }

  void tell_filters() {
    const std::lock_guard lock{past_};
    auto ledger = reader();
    const LiveChains::Chains chains = live_->now();
    const Students students{chains->remembering(), *ledger};
    const Seq authors_from = replay_start(*ledger, authors_past);
    const auto tell = [&](const moderato_decision& decision) {
      students.tell(decision);
      if (decision.seq < authors_from.value) return;
      recent_.authors.note(abi::view(decision.comment->site), abi::view(decision.comment->author_id),
                           static_cast<Action>(decision.action));
    };
    const Replayed past = replay(*ledger, std::min(students.from(), authors_from), known_, tell, stopping_);
    past_told_ = true;
    if (past.told > 0) log_->info("told the filters {} earlier decisions", past.told);
  }

  ExitCode open_sockets() {
    auto intake = Intake::open(context_, settings_.intake, *guard_);
    if (!intake) return give_up(intake.error().message, ExitCode::unavailable);
    intake_ = std::move(*intake);
    auto feed = Feed::open(context_, settings_.feed, *guard_);
    if (!feed) return give_up(feed.error().message, ExitCode::unavailable);
    feed_ = std::move(*feed);
    auto control = Control::open(context_, settings_.control, settings_.intake.limits.frame_bytes * 2, *guard_);
    if (!control) return give_up(control.error().message, ExitCode::unavailable);
    control_ = std::move(*control);
    return ExitCode::ok;
  }

  ExitCode give_up(const std::string& why, ExitCode code) {
    log_->critical("{}", why);
    return code;
  }

  // For filters whose process was started again, on a thread of theirs.
  TellPast past() {
    return [this](std::int64_t after, const Lookback& back, const std::function<void(const moderato_decision&)>& tell) {
      const std::lock_guard lock{past_};
      auto ledger = reader();
      const Seq from = after == 0 ? replay_start(*ledger, back) : Seq{after + 1};
      return replay(*ledger, from, no_end, tell, stopping_).next.value - 1;
    };
  }

  // Each thread reads through a connection of its own.
  std::unique_ptr<LedgerReader> reader() {
    auto opened = LedgerReader::open(settings_.ledger.path, ids_);
    if (!opened) throw std::runtime_error(opened.error().message);
    return std::move(*opened);
  }

  Outbound outbound() { return {intake_->receipts(), control_->answers()}; }

  void start_threads() {
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t count = settings_.workers == 0 ? cores : settings_.workers;
    queue_ = std::make_unique<WorkQueue>(count);
    recorder_ = std::make_unique<Recorder>(
        *writer_, ids_, reader(), *live_, recent_.authors, counters_, feed_->outbox(), outbound(), log_,
        settings_.ledger.commit_rows, settings_.log.comments,
        [this](std::span<const CommentKey> comments) { recent_.texts.forget(comments); },
        [this](TakenBack comment) { replies_->inbox().push(std::move(comment)); },
        [this](std::unique_ptr<Submission> submission) { queue_->push(std::move(submission)); });
    for (std::size_t i = 0; i < count; ++i)
      workers_.push_back(
          std::make_unique<Worker>(*live_, reader(), recent_, *queue_, recorder_->inbox(), outbound(), counters_));
    admission_ =
        std::make_unique<AdmissionDesk>(Shares::Limits{settings_.intake.max_in_flight, settings_.intake.max_per_client},
                                        ids_, reader(), counters_, *queue_, log_);
    reloader_ = std::make_unique<Reloader>(
        settings_,
        Reloader::Parts{*live_, reader(), counters_, recorder_->inbox(), outbound(),
                        [this](const Settings& settings) { return surroundings(settings, secret_, log_, past()); },
                        log_, *guard_, past_, stopping_});
    eraser_ = std::make_unique<Eraser>(Eraser::Parts{*writer_, reader(), recent_.authors, counters_, recorder_->inbox(),
                                                     outbound(), past_, settings_.privacy.retention, log_, stopping_});
    replies_ =
        std::make_unique<Replies>(Replies::Parts{*writer_, reader(), *live_, recorder_->inbox(), log_, stopping_});
    requests_ = std::make_unique<ControlRequests>(
        ControlRequests::Parts{settings_, *live_, reader(), counters_, *feed_, control_->answers(), recorder_->inbox(),
                               reloader_->inbox(), eraser_->inbox(), *queue_, count});

    std::vector<std::string> own;
    for (const SiteSettings& site : settings_.sites) own.push_back(site.name);
    counters_.sites.reserve(own);
    collector_.attach({*live_, reader(), *feed_, count, settings_.intake.max_in_flight});

    feed_thread_ = thread("feed", [this] { feed_->run(); });
    recorder_thread_ = filter_thread("recorder", [this] { recorder_->run(); });
    for (const auto& worker : workers_)
      worker_threads_.push_back(filter_thread("worker", [&worker = *worker] { worker.run(); }));
    reloader_thread_ = filter_thread("reloader", [this] { reloader_->run(); });
    started_ = true;  // before anybody gets an answer
    control_thread_ = thread("control", [this] { control_->run(*requests_); });
    eraser_thread_ = thread("eraser", [this] { eraser_->run(); });
    replies_thread_ = thread("replies", [this] { replies_->run(); });
    if (settings_.intake.open_early) replay_thread_ = thread("replay", [this] { tell_filters(); });
    intake_thread_ = thread("intake", [this] {
      if (!intake_->run(*admission_, stop_grace)) recorder_->give_up();
    });
    watch();
  }

  // A thread that ends by an exception ends the daemon: it can't be trusted to lose nothing any more.
  std::thread thread(std::string name, std::function<void()> work) {
    return std::thread{[this, name = std::move(name), work = std::move(work)] {
      pthread_setname_np(pthread_self(), name.c_str());  // for top and the benchmark
      try {
        work();
      } catch (const std::exception& error) {
        log_->critical("the {} thread failed: {}", name, error.what());
        failed_ = true;
        recorder_->give_up();
        recorder_->inbox().abandon();  // it may have been the recorder's
        Signals::raise_stop();
      }
    }};
  }

  FilterThread filter_thread(std::string name, std::function<void()> work) {
    auto done = std::make_shared<std::promise<void>>();
    auto ended = done->get_future();
    return {thread(std::move(name),
                   [done = std::move(done), work = std::move(work)] {
                     work();
                     done->set_value();
                   }),
            std::move(ended)};
  }

  // Along the way of a comment, so that each thread ends after the last thing that comes to it.
  void stop() {
    stopping_ = true;
    notify_stopping();
    if (replay_thread_.joinable()) replay_thread_.join();
    control_->stop_taking();
    reloader_->inbox().close();
    eraser_->inbox().close();
    replies_->inbox().close();
    eraser_thread_.join();
    replies_thread_.join();
    intake_->stop();
    intake_thread_.join();
    if (counters_.in_flight > 0) {
      failed_ = true;
      log_->error("{} comments that were taken in got no receipt; their senders have to send them again",
                  counters_.in_flight.load());
    }
    queue_->close();
    const auto workers_end = std::chrono::steady_clock::now() + filter_grace;
    for (FilterThread& each : worker_threads_) each.join_by(workers_end);
    recorder_->inbox().close();
    recorder_thread_.join_by(std::chrono::steady_clock::now() + filter_grace);
    control_->stop();
    control_thread_.join();
    feed_->stop();
    feed_thread_.join();
    caretaker_.reset();
    monitor_.reset();
    reloader_thread_.join_by(std::chrono::steady_clock::now() + filter_grace);
  }

  const Settings& settings_;
  Log log_;
  Signals signals_{SIGTERM, SIGINT, SIGHUP};
  std::atomic<bool> failed_{false};
  std::atomic<bool> started_{false};
  std::atomic<bool> past_told_{false};
  std::atomic<bool> stopping_{false};
  std::mutex past_;  // held while filters are told the past
  Seq known_;        // the first that this process decides
  Counters counters_;
  IdTable ids_;
  Recent recent_;
  zmq::context_t context_ = frugal_context();
  std::unique_ptr<Guard> guard_;          // goes after the sockets it guards
  std::unique_ptr<LedgerWriter> writer_;  // before all that reads: the last to close, so that it can tidy up
  Collector collector_{counters_};
  std::array<std::uint8_t, 16> secret_{};
  std::unique_ptr<LiveChains> live_;
  std::unique_ptr<Intake> intake_;
  std::unique_ptr<Feed> feed_;
  std::unique_ptr<Control> control_;
  std::unique_ptr<Recorder> recorder_;
  std::unique_ptr<WorkQueue> queue_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::unique_ptr<AdmissionDesk> admission_;
  std::unique_ptr<Reloader> reloader_;
  std::unique_ptr<Eraser> eraser_;
  std::unique_ptr<Replies> replies_;
  std::unique_ptr<ControlRequests> requests_;
  std::unique_ptr<Watchdog> watchdog_;
  std::atomic<bool> watchdog_ready_{false};
  std::unique_ptr<Caretaker> caretaker_;
  std::unique_ptr<HttpServer> monitor_;  // after all that it asks
  std::thread feed_thread_;
  FilterThread recorder_thread_;
  std::vector<FilterThread> worker_threads_;
  FilterThread reloader_thread_;
  std::thread eraser_thread_;
  std::thread replies_thread_;
  std::thread control_thread_;
  std::thread intake_thread_;
  std::thread replay_thread_;
};

}  // namespace

Problems check(const Settings& settings, const Log& log) {
  Problems problems;
  const auto built = ChainSet::build(settings, surroundings(settings, {}, log));
  if (const auto* wrong = std::get_if<Problems>(&built)) problems = *wrong;

  auto keys = own_keys(settings.access);
  if (auto* problem = std::get_if<Problem>(&keys)) problems.push_back(std::move(*problem));

  const std::filesystem::path& ledger = settings.ledger.path;
  std::error_code ignored;
  if (std::filesystem::exists(ledger, ignored)) {
    const IdTable none;
    const auto opened = LedgerReader::open(ledger, none);
    // An older version is brought up to date by the start that this check is about.
    if (!opened && opened.error().code != "ledger.outdated") problems.push_back({{}, 0, 0, opened.error().message});
  } else if (const auto folder = ledger.parent_path();
             !folder.empty() && !std::filesystem::is_directory(folder, ignored)) {
    problems.push_back(
        {settings.file.string(), 0, 0, "ledger.path: the folder " + folder.string() + " does not exist"});
  }
  return problems;
}

ExitCode run(const Settings& settings, const Log& log) {
  return Daemon{settings, log}.run();
}

}  // namespace moderato
