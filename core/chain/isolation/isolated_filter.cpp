#include "chain/isolation/isolated_filter.hpp"

#include <algorithm>
#include <mutex>
#include <system_error>
#include <utility>

#include "chain/isolation/supervisor.hpp"
#include "comment/comment.hpp"

namespace moderato::isolation {
namespace {

// What is known of a plugin that only its process has loaded. There is nothing in it to call.
class DescribedPlugin final : public Plugin {
 public:
  DescribedPlugin(std::filesystem::path file, Started about) : file_(std::move(file)), about_(std::move(about)) {
    table_.magic = MODERATO_ABI_MAGIC;
    table_.size = sizeof table_;
    table_.abi_major = about_.abi_major;
    table_.abi_minor = about_.abi_minor;
    table_.flags = about_.flags;
    table_.build = about_.build.c_str();
    table_.name = about_.name.c_str();
    table_.version = about_.version.c_str();
    table_.summary = about_.summary.c_str();
  }

  [[nodiscard]] const moderato_plugin_v1& table() const override { return table_; }
  [[nodiscard]] const std::filesystem::path& file() const override { return file_; }
  [[nodiscard]] const std::string& content_hash() const override { return about_.content_hash; }

 private:
  std::filesystem::path file_;
  Started about_;
  moderato_plugin_v1 table_{};
};

class IsolatedFilter final : public RunningFilter {
 public:
  IsolatedFilter(SessionSettings settings, std::shared_ptr<const OptionTable> options,
                 std::filesystem::path shared_data, FilterLog log, TellPast past,
                 std::shared_ptr<FilterCounters> counters)
      : settings_(std::move(settings)),
        options_(std::move(options)),
        shared_data_(std::move(shared_data)),
        log_(std::move(log)),
        past_(std::move(past)),
        counters_(std::move(counters)),
        supervisor_({.start = [this](const auto& stop) { return start_session(stop); },
                     .prepare = [this](const auto& session) { prepare(session); },
                     .log = log_,
                     .filter = settings_.filter,
                     .limits = settings_.limits,
                     .restarts = counters_->restarts}) {}

  // False when it does not start; `problems` says why.
  bool start(Problems& problems) {
    const auto started = supervisor_.start();
    problems.insert(problems.end(), problems_.begin(), problems_.end());
    return started.has_value() && problems_.empty();
  }

  Answer check(const moderato_comment& comment) override {
    Answer answer;
    const moderato_comment* const one = &comment;
    check_all({&one, 1}, {&answer, 1}, {});
    return answer;
  }

  // Its process tells the filter what to expect, and has a time limit of its own.
  void check_all(std::span<const moderato_comment* const> comments, std::span<Answer> answers,
                 const std::function<void(const moderato_comment&)>& /*at*/) override {
    for (std::size_t next = 0; next < comments.size();) {
      const auto session = supervisor_.running();
      if (!session) {
        for (Answer& answer : answers.subspan(next)) answer = {{}, session.error().message, {}};
        break;
      }
      tell(**session);
      const auto asked = (*session)->ask(comments.subspan(next), answers.subspan(next));
      next += asked.answered;
      if (!asked.failure) continue;
      answers[next].finding = {};
      answers[next++].error = *asked.failure;
    }
  }

  void remember(const moderato_decision& decision) override {
    if (!remembers()) return;
    const std::lock_guard lock{memory_mutex_};
    newest_ = std::max(newest_, decision.seq);
    if (session_ != nullptr && decision.seq > told_until_) session_->remember(decision);
  }

  void forget(std::span<const moderato_comment* const> comments) override {
    const std::lock_guard lock{memory_mutex_};
    if (preparing_)
      for (const moderato_comment* each : comments)
        if (auto comment = parse_stored(std::string{abi::view(each->json)}))
          erased_meanwhile_.push_back(std::move(*comment));
    if (session_ != nullptr) forget(*session_, comments);
  }

  Lookback lookback() override {
    if (!remembers()) return {};
    return {std::chrono::microseconds{std::max<std::int64_t>(about_.lookback_microseconds, 0)},
            std::max<std::int64_t>(about_.lookback_decisions, 0)};
  }

  [[nodiscard]] std::uint32_t flags() const override { return about_.flags; }
  [[nodiscard]] bool remembers() const override { return about_.remembers; }
  [[nodiscard]] bool likes_many() const override { return true; }
  [[nodiscard]] const std::string& name() const override { return settings_.filter; }
  [[nodiscard]] const Plugin& plugin() const override { return *plugin_; }
  [[nodiscard]] const std::vector<std::filesystem::path>& files() const override { return files_; }

 private:
  // On the supervisor's thread, for every life.
  Result<std::shared_ptr<Session>> start_session(const std::function<bool()>& stop) {
    OptionReader reader{*options_, shared_data_};
    LogLines lines{settings_.filter, log_};
    auto started = Session::start(settings_, reader.raw(), stop, [&](int fd) {
      lines.read(fd);
      lines.finish();
    });
    const bool first = plugin_ == nullptr;
    if (!first) {
      if (started && (*started)->about().content_hash != about_.content_hash)
        return Error{"filter.changed", "the plugin " + settings_.plugin_file.string() +
                                           " was replaced; `moderato reload` puts the new one to work"};
      return started;
    }
    const Problems wrong = reader.finish();
    if (!started) {
      const bool cannot_load = started.error().code == "plugin.cannot_load";
      const std::string prefix = cannot_load ? "" : "filter \"" + name() + "\" can't start: ";
      problems_.push_back({{}, 0, 0, prefix + started.error().message});
      // Unread options mean nothing when there was nobody to read them.
      if (cannot_load) return started;
    }
    problems_.insert(problems_.end(), wrong.begin(), wrong.end());
    if (!started) return started;
    files_ = reader.files();
    about_ = (*started)->about();
    plugin_ = std::make_shared<DescribedPlugin>(settings_.plugin_file, about_);
    return started;
  }

  // Has a new life know what the ledger knows, no less and no more, before it is told what is decided from then on.
  // The ledger is read without a lock of ours: whoever tells decisions may hold one that the reading needs.
  void prepare(const std::shared_ptr<Session>& session) {
    {
      const std::lock_guard lock{memory_mutex_};
      preparing_ = true;
    }
    const bool wants_the_past = !first_life_ && remembers() && about_.lookback_decisions > 0;
    if (wants_the_past && !past_) log_(Level::warning, name(), "what it remembered is lost");
    const auto to_session = [&session](const moderato_decision& decision) { session->remember(decision); };
    std::int64_t last = 0;
    std::int64_t wanted = 0;
    while (true) {
      if (wants_the_past && past_) {
        last = past_(last, lookback(), to_session);
        session->tell();
      }
      const std::lock_guard lock{memory_mutex_};
      // What was decided since then has passed it by, and is in the ledger. (A daemon that stops tells no more of
      // that.)
      if (wants_the_past && past_ && newest_ > last && last >= wanted) {
        wanted = newest_;
        continue;
      }
      told_until_ = last;
      // What was told before it was erased.
      for (const CommentFrame& comment : std::exchange(erased_meanwhile_, {})) {
        const moderato_comment raw = to_abi(comment, now(), 0);
        const moderato_comment* const one = &raw;
        forget(*session, {&one, 1});
      }
      preparing_ = false;
      session_ = session;
      first_life_ = false;
      return;
    }
  }

  static void forget(Session& session, std::span<const moderato_comment* const> comments) {
    for (const moderato_comment* comment : comments) {
      moderato_decision erasure{};
      erasure.size = sizeof erasure;
      erasure.comment = comment;
      erasure.action = erased_action;
      session.remember(erasure);
    }
    session.tell();
  }

  // Before it judges again it knows what was decided.
  void tell(Session& session) {
    if (!session.has_untold()) return;
    const std::lock_guard lock{memory_mutex_};
    session.tell();
  }

  SessionSettings settings_;
  std::shared_ptr<const OptionTable> options_;
  std::filesystem::path shared_data_;
  FilterLog log_;
  TellPast past_;
  std::shared_ptr<FilterCounters> counters_;

  // Of the first life; the same ever after.
  Started about_;
  std::shared_ptr<const Plugin> plugin_;
  std::vector<std::filesystem::path> files_;
  Problems problems_;
  bool first_life_ = true;

  std::mutex memory_mutex_;
  std::shared_ptr<Session> session_;  // the one to tell what was decided
  std::int64_t told_until_ = 0;       // by the ledger
  bool preparing_ = false;            // a new session is told the past
  std::vector<CommentFrame> erased_meanwhile_;
  std::int64_t newest_ = 0;  // of the decisions that were to be told

  Supervisor supervisor_;  // last: its thread uses the rest
};

}  // namespace

std::unique_ptr<RunningFilter> create_isolated(SessionSettings settings, std::shared_ptr<const OptionTable> options,
                                               const std::filesystem::path& shared_data, FilterLog log, TellPast past,
                                               std::shared_ptr<FilterCounters> counters, Problems& problems) {
  try {
    auto filter = std::make_unique<IsolatedFilter>(std::move(settings), std::move(options), shared_data, std::move(log),
                                                   std::move(past), std::move(counters));
    if (filter->start(problems)) return filter;
  } catch (const std::system_error& error) {
    problems.push_back({{}, 0, 0, std::string{"no process can be started for a filter: "} + error.what()});
  }
  return nullptr;
}

}  // namespace moderato::isolation
