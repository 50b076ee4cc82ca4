#include "cli/command.hpp"

#include <charconv>

namespace moderato::cli {

CLI::Validator whole_number_from(std::int64_t least) {
  const std::string wanted = "a whole number from " + std::to_string(least) + " on";
  return {[least, wanted](std::string& text) -> std::string {
            std::int64_t number = 0;
            const char* end = text.data() + text.size();
            const auto read = std::from_chars(text.data(), end, number);
            return read.ec == std::errc{} && read.ptr == end && number >= least ? "" : "must be " + wanted;
          },
          ""};
}

}  // namespace moderato::cli
