// What the operator chooses. README.md explains each.
#pragma once

#include <string>
#include <string_view>

#include "attributes.hpp"
#include "moderato/filter.hpp"
#include "thresholds.hpp"

namespace moderato::civility {

struct Settings {
  explicit Settings(Options& options)
      : hold(thresholds(options, "hold", default_hold)),
        reject(thresholds(options, "reject", default_reject)),
        model(options.path("model", "civility.model")),
        vocabulary(options.path("vocabulary", "")),
        other_languages(options.choice("other_languages", 1, {"pass", "hold"}) == 1 ? Action::hold : Action::pass),
        doubt_quoted(options.choice("quoted", 0, {"hold", "same"}) == 0),
        conversation(options.boolean("conversation", false)) {}

  PerAttribute hold;
  PerAttribute reject;
  std::string model;
  std::string vocabulary;  // empty: none
  Action other_languages;  // what the model can't judge
  bool doubt_quoted;       // hold, rather than reject, what is quoted, told or denied
  bool conversation;       // leave out what repeats the parent or the article

 private:
  static PerAttribute thresholds(Options& options, std::string_view table, const PerAttribute& defaults) {
    PerAttribute read{};
    for (std::size_t a = 0; a < attribute_count; ++a)
      read[a] = options.number(std::string{table} + "." + std::string{attributes[a]}, defaults[a], 0, 1);
    return read;
  }
};

}  // namespace moderato::civility
