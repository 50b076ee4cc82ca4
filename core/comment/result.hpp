// Errors that a caller must handle are values: Result<T> holds a T or an Error.
#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <utility>

namespace moderato {

struct Error {
  Error() = default;
  Error(std::string for_programs, std::string for_people)
      : code(std::move(for_programs)), message(std::move(for_people)) {}

  std::string code;     // stable: "comment.missing_field"
  std::string message;  // what, where, and the fix
};

// What Result::value() does when there is none: a bug in the caller, so it throws.
[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::logic_error(error.code + ": " + error.message);
}

template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace moderato
