// Secrets, and where the configuration says they are: {env = "NAME"}, {file = "path"} or {credential = "name"}.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "config/problem.hpp"

namespace moderato {

// A text that must not be shown. It has to be asked for by name, so that it gets into no message by the way.
class Secret {
 public:
  explicit Secret(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] const std::string& reveal() const { return text_; }

 private:
  std::string text_;
};

// Where a secret is to be had.
struct SecretSource {
  enum class Kind : std::uint8_t { env, file, credential };

  Kind kind = Kind::file;
  std::string name;  // of the variable or the credential; the path, absolute or from the working folder
  Problem place;     // where it stands; the message is the setting's name

  // Nothing is remembered: a changed file is read anew. The last line break of a file does not count. Problems: it is
  // not there, is empty, or is a file that others than its owner and its group can read (it may be known already).
  // `credential` is systemd's, see LoadCredential= in systemd.exec(5).
  [[nodiscard]] std::variant<Secret, Problem> read() const;

  // The file it is read from, if it is one.
  [[nodiscard]] std::optional<std::filesystem::path> file() const;

  // Whether it is the same place. Where it stands in the configuration does not matter.
  bool operator==(const SecretSource& other) const { return kind == other.kind && name == other.name; }
};

}  // namespace moderato
