#include "cli/plugin_check/observed_plugin.hpp"

#include <exception>
#include <utility>

#include "chain/finding_check.hpp"
#include "cli/plugin_check/proper.hpp"

namespace moderato::cli::plugin_check {
namespace {

// What the host holds in place of the plugin's object.
struct Observed {
  const moderato_plugin_v1& plugin;
  std::string filter;
  void* object;
};

Observed& observed(void* filter) {
  return *static_cast<Observed*>(filter);
}

std::string what_was_thrown() {
  try {
    throw;
  } catch (const std::exception& error) {
    return std::string{"an exception came out of it: "} + error.what();
  } catch (...) {
    return "an exception came out of it that is no std::exception";
  }
}

// One question, and the answers to it.
struct Asking {
  const moderato_answer& host;
  std::string_view text;
  std::string_view plugin;
  std::string_view filter;
  int answers = 0;

  void take(const moderato_finding* found) {
    ++answers;
    if (found == nullptr) return fail("a finding that is not there");
    const std::string wrong = nonsense(*found, text.size()).empty() ? improper(*found, text, name_in(*found)) : "";
    wrong.empty() ? host.finding(host.host, found) : fail("it answered " + wrong);
  }
  // Codes may begin with the name that the filter has in the configuration, too.
  [[nodiscard]] std::string_view name_in(const moderato_finding& found) const {
    return abi::view(found.code).starts_with(filter) ? filter : plugin;
  }
  void fail(std::string_view why) const { host.error(host.host, abi::string(why)); }
};

void* create(const moderato_host* host, const moderato_options* options,
             void (*fail)(void* to, moderato_string message), void* to) {
  const auto& asked = *static_cast<const AskedOptions*>(options->host);
  const moderato_plugin_v1& plugin = asked.plugin();
  try {
    void* const object = plugin.create(host, options, fail, to);
    return object == nullptr ? nullptr : new Observed{plugin, asked.filter(), object};
  } catch (...) {
    fail(to, abi::string(what_was_thrown()));
    return nullptr;
  }
}

void destroy(void* filter) {
  const std::unique_ptr<Observed> mine{static_cast<Observed*>(filter)};
  mine->plugin.destroy(mine->object);
}

void check(void* filter, const moderato_comment* comment, const moderato_answer* answer) {
  const Observed& mine = observed(filter);
  Asking asking{*answer, abi::view(comment->text), mine.plugin.name, mine.filter};
  const moderato_answer raw{sizeof raw, &asking,
                            [](void* to, const moderato_finding* found) { static_cast<Asking*>(to)->take(found); },
                            [](void* to, moderato_string message) {
                              ++static_cast<Asking*>(to)->answers;
                              static_cast<Asking*>(to)->fail(abi::view(message));
                            }};
  try {
    mine.plugin.check(mine.object, comment, &raw);
  } catch (...) {
    return asking.fail(what_was_thrown());
  }
  if (asking.answers > 1) asking.fail("it gave " + std::to_string(asking.answers) + " answers to one comment");
}

// The rest has no way to say that it failed: what comes out ends the process, as it would end the daemon.
void remember(void* filter, const moderato_decision* decision) {
  observed(filter).plugin.remember(observed(filter).object, decision);
}
void lookback(void* filter, moderato_lookback* wanted) {
  observed(filter).plugin.lookback(observed(filter).object, wanted);
}
void forget(void* filter, const moderato_comment* const* comments, std::size_t count) {
  abi::forget(observed(filter).plugin)(observed(filter).object, comments, count);
}
void expect(void* filter, const moderato_comment* const* comments, std::size_t count) {
  abi::expect(observed(filter).plugin)(observed(filter).object, comments, count);
}
std::uint32_t needs(void* filter) {
  return abi::flags(observed(filter).plugin, observed(filter).object);
}

}  // namespace

ObservedPlugin::ObservedPlugin(std::shared_ptr<const Plugin> plugin) : plugin_(std::move(plugin)) {
  const moderato_plugin_v1& of = original();
  table_ = {of.magic,
            sizeof table_,
            of.abi_major,
            of.abi_minor,
            of.flags,
            of.build,
            of.name,
            of.version,
            of.summary,
            &create,
            &destroy,
            &check,
            of.remember != nullptr ? &remember : nullptr,
            of.lookback != nullptr ? &lookback : nullptr,
            abi::forget(of) != nullptr ? &forget : nullptr,
            &needs,
            abi::expect(of) != nullptr ? &expect : nullptr};
}

}  // namespace moderato::cli::plugin_check
