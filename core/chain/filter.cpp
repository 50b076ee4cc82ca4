#include "chain/filter.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "chain/finding_check.hpp"
#include "comment/json_text.hpp"

namespace moderato {
namespace {

// What the filter's answer is written into while it runs.
struct Asking {
  Answer& answer;
  std::size_t text_size;
  bool answered = false;

  void take(const moderato_finding& found) {
    const std::string_view wrong = answered ? "more than one finding" : nonsense(found, text_size);
    answered = true;
    if (wrong.empty())
      answer.finding = copy_of(found);
    else
      answer.error = "it answered nonsense: " + std::string{wrong};
  }
  void fail(std::string_view why) {
    answered = true;
    answer.error = valid_utf8(why.substr(0, longest_error));
  }
};

class PluginFilter final : public RunningFilter {
 public:
  PluginFilter(std::string name, std::shared_ptr<const Plugin> plugin, std::span<const std::uint8_t, 16> secret,
               FilterLog log)
      : name_(std::move(name)), plugin_(std::move(plugin)), log_(std::move(log)) {
    std::ranges::copy(secret, secret_.begin());
    host_ = {sizeof host_, this, &on_log, secret_.data()};
  }

  // Returns what the plugin said against it; empty when it was created.
  std::string start(const moderato_options& options) {
    std::string why = "it gave no reason";
    const auto fail = [](void* to, moderato_string message) noexcept {
      *static_cast<std::string*>(to) = valid_utf8(abi::view(message).substr(0, longest_error));
    };
    object_ = Object{table().create(&host_, &options, fail, &why), {table().destroy}};
    if (!object_) return why;
    flags_ = abi::flags(table(), object_.get());
    return {};
  }
  void set_files(std::vector<std::filesystem::path> files) { files_ = std::move(files); }

  Answer check(const moderato_comment& comment) override {
    Answer answer;
    Asking asking{answer, comment.text.size};
    const moderato_answer raw{sizeof(moderato_answer), &asking, &on_finding, &on_error};
    const auto begin = std::chrono::steady_clock::now();
    {
      const auto turn = take_turn();
      table().check(object_.get(), &comment, &raw);
    }
    answer.took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
    if (answer.error) answer.finding = {};
    return answer;
  }

  std::chrono::microseconds expect(std::span<const moderato_comment* const> comments) override {
    const auto expect = abi::expect(table());
    if (expect == nullptr || comments.size() < 2) return {};
    const auto begin = std::chrono::steady_clock::now();
    const auto turn = take_turn();
    expect(object_.get(), comments.data(), comments.size());
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
  }

  void remember(const moderato_decision& decision) override {
    if (!remembers()) return;
    const auto turn = take_turn();
    table().remember(object_.get(), &decision);
  }

  void forget(std::span<const moderato_comment* const> comments) override {
    const auto forget = abi::forget(table());
    if (forget == nullptr) return;
    const auto turn = take_turn();
    forget(object_.get(), comments.data(), comments.size());
  }

  Lookback lookback() override {
    if (table().lookback == nullptr || !remembers()) return {};
    moderato_lookback wanted{sizeof(moderato_lookback), 0, 0};
    const auto turn = take_turn();
    table().lookback(object_.get(), &wanted);
    return {std::chrono::microseconds{std::max<std::int64_t>(wanted.microseconds, 0)},
            std::max<std::int64_t>(wanted.decisions, 0)};
  }

  [[nodiscard]] std::uint32_t flags() const override { return flags_; }
  // Unless it has no use for it as it is configured.
  [[nodiscard]] bool remembers() const override {
    return table().remember != nullptr && ((table().flags ^ flags_) & MODERATO_REMEMBERS) == 0;
  }
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] const Plugin& plugin() const override { return *plugin_; }
  [[nodiscard]] const std::vector<std::filesystem::path>& files() const override { return files_; }

 private:
  struct Destroy {
    void (*destroy)(void*) = nullptr;
    void operator()(void* object) const { destroy(object); }
  };
  using Object = std::unique_ptr<void, Destroy>;

  [[nodiscard]] const moderato_plugin_v1& table() const { return plugin_->table(); }

  std::unique_lock<std::mutex> take_turn() {
    if ((flags_ & MODERATO_CONCURRENT) != 0) return {};
    return std::unique_lock{serial_};
  }

  // The plugin calls these. Nothing may be thrown through its frames.
  static void on_log(void* host, moderato_level level, moderato_string message) noexcept {
    const auto& self = *static_cast<PluginFilter*>(host);
    const int known = std::clamp<int>(level, MODERATO_DEBUG, MODERATO_ERROR);
    self.log_(static_cast<Level>(known), self.name_, valid_utf8(abi::view(message).substr(0, longest_message)));
  }
  static void on_finding(void* host, const moderato_finding* finding) noexcept {
    if (finding != nullptr) static_cast<Asking*>(host)->take(*finding);
  }
  static void on_error(void* host, moderato_string message) noexcept {
    static_cast<Asking*>(host)->fail(abi::view(message));
  }

  std::string name_;
  std::shared_ptr<const Plugin> plugin_;
  FilterLog log_;
  std::array<std::uint8_t, 16> secret_{};
  moderato_host host_{};
  std::vector<std::filesystem::path> files_;
  std::mutex serial_;
  std::uint32_t flags_ = 0;
  Object object_{nullptr, {nullptr}};  // last: destroyed before what it may call
};

}  // namespace

void RunningFilter::check_all(std::span<const moderato_comment* const> comments, std::span<Answer> answers,
                              const std::function<void(const moderato_comment&)>& at) {
  if (comments.empty()) return;
  at(*comments.front());
  const auto shared = expect(comments) / comments.size();
  for (std::size_t i = 0; i < comments.size(); ++i) {
    at(*comments[i]);
    answers[i] = check(*comments[i]);
    answers[i].took += shared;
  }
}

Result<std::unique_ptr<RunningFilter>> RunningFilter::create(const std::string& name,
                                                             std::shared_ptr<const Plugin> plugin,
                                                             const moderato_options& options,
                                                             std::span<const std::uint8_t, 16> secret, FilterLog log) {
  auto filter = std::make_unique<PluginFilter>(name, std::move(plugin), secret, std::move(log));
  std::string why = filter->start(options);
  if (!why.empty()) return Error{"filter.cannot_start", std::move(why)};
  return std::unique_ptr<RunningFilter>{std::move(filter)};
}

std::unique_ptr<RunningFilter> RunningFilter::create(const std::string& name, std::shared_ptr<const Plugin> plugin,
                                                     const OptionTable& options,
                                                     const std::filesystem::path& shared_data,
                                                     std::span<const std::uint8_t, 16> secret, FilterLog log,
                                                     Problems& problems) {
  OptionReader reader{options, shared_data};
  auto filter = std::make_unique<PluginFilter>(name, std::move(plugin), secret, std::move(log));
  const std::string why = filter->start(reader.raw());
  filter->set_files(reader.files());
  Problems wrong = reader.finish();
  // Wrong options explain a failure better than the failure does, and unread options mean nothing after one.
  if (!why.empty())
    problems.push_back({{}, 0, 0, "filter \"" + name + "\" can't start: " + why});
  else if (wrong.empty())
    return filter;
  problems.insert(problems.end(), wrong.begin(), wrong.end());
  return nullptr;
}

}  // namespace moderato
