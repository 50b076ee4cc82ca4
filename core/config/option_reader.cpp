#include <algorithm>
#include <deque>
#include <set>

#include "config/option_data.hpp"
#include "config/option_table.hpp"
#include "config/secret_reader.hpp"
#include "config/value.hpp"
#include "config/wording.hpp"
#include "moderato/filter.hpp"

namespace moderato {

struct OptionReader::State {
  State(const OptionTable::Data& given, const std::filesystem::path& shared)
      : data(given), shared_data(shared), report(given.file) {}

  const OptionTable::Data& data;
  const std::filesystem::path& shared_data;
  Report report;
  std::set<std::string, std::less<>> asked;
  std::vector<std::filesystem::path> files;
  std::deque<std::string> kept;      // what getters returned; addresses stay
  std::vector<std::string> secrets;  // what was fetched, and must not be told
  moderato_options raw{};

  const OptionEntry* find(std::string_view name);
  moderato_string keep(std::string text) { return abi::string(kept.emplace_back(std::move(text))); }
  // `read_value(value)` when the option is there; its result, or `fallback`.
  template <class T, class Read>
  T read(moderato_string name, T fallback, Read read_value) {
    const OptionEntry* entry = find(abi::view(name));
    if (entry == nullptr) return fallback;
    const auto found = read_value(Value{*entry->node, entry->shown});
    return found ? static_cast<T>(*found) : fallback;
  }

  // Where the option's value is to be had, when it is not in the configuration itself; reports a source that is wrong.
  [[nodiscard]] std::optional<SecretSource> source_of(const OptionEntry& entry);
  // The text from there; what is wrong is reported, without it.
  [[nodiscard]] std::optional<std::string> fetch(const SecretSource& source);

  [[nodiscard]] std::vector<std::string> known_names(std::string_view name) const;
  [[nodiscard]] bool is_asked_below(std::string_view name) const;
  [[nodiscard]] bool is_covered(std::string_view name) const;
  void report_unknown();
};

const OptionEntry* OptionReader::State::find(std::string_view name) {
  asked.emplace(name);
  for (std::size_t dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.', dot + 1)) {
    const auto table = data.entries.find(name.substr(0, dot));
    if (table == data.entries.end()) return nullptr;
    if (!table->second.node->is_table()) {
      report_wrong({*table->second.node, table->second.shown}, "a table of options", report);
      asked.emplace(name.substr(0, dot));
      return nullptr;
    }
  }
  const auto entry = data.entries.find(name);
  return entry == data.entries.end() ? nullptr : &entry->second;
}

std::optional<SecretSource> OptionReader::State::source_of(const OptionEntry& entry) {
  return read_secret_source({*entry.node, entry.shown}, data.file, data.folder, report);
}

std::optional<std::string> OptionReader::State::fetch(const SecretSource& source) {
  if (auto file = source.file()) files.push_back(*std::move(file));
  auto found = source.read();
  if (auto* secret = std::get_if<Secret>(&found)) return secrets.emplace_back(secret->reveal());
  const auto& problem = std::get<Problem>(found);
  report.add({problem.line, problem.column}, problem.message);
  return std::nullopt;
}

bool OptionReader::State::is_asked_below(std::string_view name) const {
  const std::string prefix = std::string{name} + '.';
  const auto next = asked.lower_bound(prefix);
  return next != asked.end() && next->starts_with(prefix);
}

// What could have been meant in place of `name`: the last parts of all that was asked for in the same table.
std::vector<std::string> OptionReader::State::known_names(std::string_view name) const {
  const std::size_t dot = name.rfind('.');
  const std::string_view prefix = dot == std::string_view::npos ? std::string_view{} : name.substr(0, dot + 1);
  std::set<std::string> known;
  for (const std::string_view option : asked) {
    if (!option.starts_with(prefix)) continue;
    const std::string_view rest = option.substr(prefix.size());
    known.emplace(rest.substr(0, rest.find('.')));
  }
  if (prefix.empty()) known.insert(host_keys().begin(), host_keys().end());
  return {known.begin(), known.end()};
}

// Below a table of which no option was asked for: what was wrong with it is said of the table itself.
bool OptionReader::State::is_covered(std::string_view name) const {
  for (std::size_t dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.', dot + 1))
    if (!is_asked_below(name.substr(0, dot))) return true;
  return false;
}

void OptionReader::State::report_unknown() {
  for (const auto& [name, entry] : data.entries) {
    if (asked.contains(name) || is_covered(name) || (entry.node->is_table() && is_asked_below(name))) continue;
    const std::size_t dot = name.rfind('.');
    const std::string_view key = std::string_view{name}.substr(dot == std::string::npos ? 0 : dot + 1);
    const auto known = known_names(name);
    report.add(entry.key_place, entry.shown + ": unknown option, expected " + any_of(known) + did_you_mean(key, known));
  }
}

namespace {

bool is_source(const OptionEntry& entry) {
  const auto* table = entry.node->as_table();
  return table != nullptr && looks_like_secret_source(*table);
}

// What is called so may not stand in the configuration itself, where many can read it and messages may quote it.
bool must_be_secret(std::string_view name) {
  const std::string_view last = name.substr(name.rfind('.') + 1);
  return last == "password" || last == "secret";
}

// The ABI's functions. Plugins call them, so nothing may be thrown: out of memory ends the program.
template <class State>
struct Getters {
  static State& self(void* host) { return *static_cast<State*>(host); }

  static std::int64_t integer(void* host, moderato_string name, std::int64_t fallback, std::int64_t least,
                              std::int64_t most) noexcept {
    return self(host).read(name, fallback, [&](const Value& value) {
      return read_integer(value, {least, most}, self(host).report);
    });
  }
  static double number(void* host, moderato_string name, double fallback, double least, double most) noexcept {
    return self(host).read(name, fallback, [&](const Value& value) {
      return read_number(value, {least, most}, self(host).report);
    });
  }
  static std::uint32_t boolean(void* host, moderato_string name, std::uint32_t fallback) noexcept {
    return self(host).read(name, fallback, [&](const Value& value) { return read_boolean(value, self(host).report); });
  }
  static moderato_string string(void* host, moderato_string name, moderato_string fallback) noexcept {
    State& state = self(host);
    const OptionEntry* entry = state.find(abi::view(name));
    if (entry != nullptr && (is_source(*entry) || must_be_secret(abi::view(name)))) {
      const auto source = state.source_of(*entry);
      const auto secret = source ? state.fetch(*source) : std::nullopt;
      return state.keep(secret.value_or(std::string{abi::view(fallback)}));
    }
    const std::string_view text = self(host).read(
        name, abi::view(fallback), [&](const Value& value) { return read_string(value, self(host).report); });
    return self(host).keep(std::string{text});
  }
  static std::size_t choice(void* host, moderato_string name, std::size_t fallback, const moderato_string* choices,
                            std::size_t count) noexcept {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i) names.emplace_back(abi::view(choices[i]));
    return self(host).read(name, fallback,
                           [&](const Value& value) { return read_choice(value, names, self(host).report); });
  }
  static std::uint32_t list(void* host, moderato_string name, void (*each)(void* to, moderato_string entry),
                            void* to) noexcept {
    const OptionEntry* entry = self(host).find(abi::view(name));
    if (entry == nullptr) return 0;
    const auto texts = read_strings({*entry->node, entry->shown}, self(host).report);
    if (!texts) return 0;
    for (const Text& text : *texts) each(to, self(host).keep(std::string{text.text}));
    return 1;
  }
  static moderato_string path(void* host, moderato_string name, moderato_string fallback) noexcept {
    State& state = self(host);
    const OptionEntry* entry = state.find(abi::view(name));
    if (entry != nullptr && is_source(*entry)) {
      const auto source = state.source_of(*entry);
      if (!source) return state.keep({});
      if (const auto file = source->file()) return state.keep(state.files.emplace_back(*file).string());
      state.report.add(entry->node->source().begin, entry->shown +
                                                        ": expected a path, or {credential = \"name\"} where "
                                                        "systemd gives one");
      return state.keep({});
    }
    const std::string_view written =
        state.read(name, std::string_view{}, [&](const Value& value) { return read_path(value, state.report); });
    if (written.empty() && fallback.size == 0) return state.keep({});
    std::filesystem::path file =
        written.empty() ? state.shared_data / abi::view(fallback) : state.data.folder / written;
    std::error_code none_to_be_in;
    // A filter may have left the folder in which the configuration was named.
    if (auto whole = std::filesystem::absolute(file, none_to_be_in); !none_to_be_in) file = std::move(whole);
    return state.keep(state.files.emplace_back(std::move(file)).string());
  }
  static std::int64_t duration(void* host, moderato_string name, std::int64_t fallback, std::int64_t least,
                               std::int64_t most) noexcept {
    return self(host).read(name, fallback, [&](const Value& value) {
      return read_duration(value, {least, most}, self(host).report);
    });
  }
  static void refuse(void* host, moderato_string name, moderato_string message) noexcept {
    State& state = self(host);
    constexpr std::size_t longest = 500;
    const OptionEntry* entry = state.find(abi::view(name));
    const std::string shown = entry ? entry->shown : state.data.shown + '.' + std::string{abi::view(name)};
    const Place place = entry == nullptr          ? state.data.place
                        : entry->node->is_table() ? entry->key_place
                                                  : entry->node->source().begin;
    std::string said{abi::view(message)};
    for (const std::string& secret : state.secrets)
      for (std::size_t at = said.find(secret); at != std::string::npos; at = said.find(secret, at)) {
        said.replace(at, secret.size(), "***");
        at += 3;
      }
    state.report.add(place, shown + ": " + printable(said, longest));
  }
};

}  // namespace

OptionReader::OptionReader(const OptionTable& table, const std::filesystem::path& shared_data)
    : state_(std::make_unique<State>(table.data(), shared_data)) {
  using Of = Getters<State>;
  state_->raw = {sizeof(moderato_options),
                 state_.get(),
                 &Of::integer,
                 &Of::number,
                 &Of::boolean,
                 &Of::string,
                 &Of::choice,
                 &Of::list,
                 &Of::path,
                 &Of::duration,
                 &Of::refuse};
}

OptionReader::~OptionReader() = default;

const moderato_options& OptionReader::raw() const {
  return state_->raw;
}

const std::vector<std::filesystem::path>& OptionReader::files() const {
  return state_->files;
}

Problems OptionReader::finish() {
  state_->report_unknown();
  return state_->report.take();
}

}  // namespace moderato
