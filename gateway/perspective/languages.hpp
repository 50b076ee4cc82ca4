// What language a text is in, as far as its callers are told.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "moderato/text/fold.hpp"

namespace moderato::gateway::perspective {

// Thread-safe.
class Languages {
 public:
  // ISO 639-1, else 639-3: "en". Nothing: there is too little to tell. As the civility filter tells them apart.
  [[nodiscard]] std::optional<std::string> of(std::string_view text) const;

 private:
  text::Folder folder_;
};

}  // namespace moderato::gateway::perspective
