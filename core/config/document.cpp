#include "config/document.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

#include "config/nesting.hpp"
#include "config/wording.hpp"

namespace moderato {
namespace {

constexpr std::size_t most_bytes = 1U << 20U;

void report_too_large(Report& report) {
  report.add({}, "larger than 1 MiB, which no configuration is; check that this is the right file");
}

}  // namespace

std::optional<std::string> read_file(const std::filesystem::path& file, Report& report) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    report.add({}, "expected a file, found a folder");
    return std::nullopt;
  }
  errno = 0;
  std::ifstream in{file, std::ios::binary};
  std::string text;
  if (in) {
    text.resize(most_bytes + 1);
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad() || !(in || in.eof())) {
    report.add({}, "can't be read: " + std::generic_category().message(errno));
    return std::nullopt;
  }
  if (text.size() > most_bytes) {
    report_too_large(report);
    return std::nullopt;
  }
  return text;
}

Document parse_document(std::string_view toml, Report& report) {
  if (toml.size() > most_bytes) {
    report_too_large(report);
    return nullptr;
  }
  if (const auto deep = find_deep_nesting(toml)) {
    report.add({deep->line, deep->column}, deep->message);
    return nullptr;
  }
  // Debian's toml++ is built to throw; its exceptions end here.
  try {
    return std::make_shared<const toml::table>(toml::parse(toml));
  } catch (const toml::parse_error& error) {
    constexpr std::size_t longest = 300;  // it may quote the file at any length
    report.add(error.source().begin, "not valid TOML: " + printable(error.description(), longest));
    return nullptr;
  }
}

}  // namespace moderato
