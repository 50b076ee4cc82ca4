// One filter at work: a plugin's object, called across the C border with its answers checked. Every way to fail ends in
// Answer::error, and what becomes of that is the chain's affair.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chain/plugin.hpp"
#include "config/option_table.hpp"
#include "config/problem.hpp"
#include "moderato/filter.hpp"

namespace moderato {

// Takes what filters and the chain have to say. Called from any thread.
using FilterLog = std::function<void(Level level, std::string_view filter, std::string_view message)>;

struct Answer {
  Finding finding;
  std::optional<std::string> error;  // the filter could not judge, or answered nonsense
  std::chrono::microseconds took{0};
};

// Tells the decisions that the ledger has, in order: those after the decision `after`, or as far back as `back` says
// when that is 0. Returns the last that was told, or `after`. Called from any thread; throws when it can't be read.
using TellPast = std::function<std::int64_t(std::int64_t after, const Lookback& back,
                                            const std::function<void(const moderato_decision&)>& tell)>;

// Thread-safe: calls are serialised unless the plugin declares itself concurrent.
class RunningFilter {
 public:
  // Creates the filter with its options. Problems name the option and where it stands.
  static std::unique_ptr<RunningFilter> create(const std::string& name, std::shared_ptr<const Plugin> plugin,
                                               const OptionTable& options, const std::filesystem::path& shared_data,
                                               std::span<const std::uint8_t, 16> secret, FilterLog log,
                                               Problems& problems);
  // Creates it with options from wherever they come. The error is what the plugin said against it.
  static Result<std::unique_ptr<RunningFilter>> create(const std::string& name, std::shared_ptr<const Plugin> plugin,
                                                       const moderato_options& options,
                                                       std::span<const std::uint8_t, 16> secret, FilterLog log);
  virtual ~RunningFilter() = default;

  [[nodiscard]] virtual Answer check(const moderato_comment& comment) = 0;
  // It is asked about these next. Returns how long that took: time that is theirs together.
  virtual std::chrono::microseconds expect(std::span<const moderato_comment* const> /*comments*/) { return {}; }
  // The same as `check` for several in order, one answer each, after it was told to expect them. `at` is called with
  // each of them first, where it is the caller who waits for it.
  virtual void check_all(std::span<const moderato_comment* const> comments, std::span<Answer> answers,
                         const std::function<void(const moderato_comment&)>& at);
  // Asking for several at once costs less.
  [[nodiscard]] virtual bool likes_many() const { return false; }
  virtual void remember(const moderato_decision& decision) = 0;
  // These comments were erased: each revision as it was before.
  virtual void forget(std::span<const moderato_comment* const> comments) = 0;
  [[nodiscard]] virtual Lookback lookback() = 0;

  // Its answers depend on what came before: it must be asked in order.
  [[nodiscard]] bool ordered() const {
    return (flags() & MODERATO_REMEMBERS) != 0 || (flags() & MODERATO_CONCURRENT) == 0;
  }
  [[nodiscard]] bool wants_context() const { return (flags() & MODERATO_WANTS_CONTEXT) != 0; }
  [[nodiscard]] bool wants_thread() const { return (flags() & MODERATO_WANTS_THREAD) != 0; }
  // Wants to be told of decisions.
  [[nodiscard]] virtual bool remembers() const = 0;
  // The plugin's flags that hold for it as it is configured.
  [[nodiscard]] virtual std::uint32_t flags() const = 0;
  [[nodiscard]] virtual const std::string& name() const = 0;
  [[nodiscard]] virtual const Plugin& plugin() const = 0;
  // What its path options name. With another content of these it may be another filter.
  [[nodiscard]] virtual const std::vector<std::filesystem::path>& files() const = 0;
};

}  // namespace moderato
