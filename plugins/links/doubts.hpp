// Words by which a bare domain is told from a sentence without a space, a file, or a name in a program.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace moderato::links {

// Names of files, and of things in programs, end in these more often than domains do.
inline constexpr auto file_ends =
    std::to_array<std::string_view>({"py", "sh", "md", "rs", "so", "zip", "mov", "name", "open", "target"});
// Here it depends on how the name begins.
inline constexpr auto some_file_ends =
    std::to_array<std::string_view>({"pl", "cc", "ps", "ml", "pm", "tf", "ai", "app", "st", "mm"});
inline constexpr auto file_stems =
    std::to_array<std::string_view>({"main", "index", "file", "test", "script", "setup", "run", "util", "utils", "foo",
                                     "module", "makefile", "lib", "program", "server", "client"});
// A sentence may begin with these ("I have done.it works"), or go on with them.
inline constexpr auto sentence_words = std::to_array<std::string_view>(
    {"it",   "is",    "no",    "so",   "to",    "at",  "be",     "in",      "my",    "me",     "am",  "as", "do",
     "us",   "by",    "how",   "now",  "you",   "see", "like",   "et",      "il",    "got",    "im",  "al", "plus",
     "kids", "black", "phone", "zero", "wales", "fox", "google", "youtube", "apple", "amazon", "here"});
inline constexpr auto surely = std::to_array<std::string_view>({"com", "net", "org"});
// Packages of programs begin with these: "org.example.app".
inline constexpr auto reversed = std::to_array<std::string_view>({"com", "org", "net", "io", "edu", "gov"});
inline constexpr auto products =
    std::to_array<std::string_view>({"asp.net", "vb.net", "ado.net", "ml.net", "paint.net", "socket.io"});

template <std::size_t N>
[[nodiscard]] constexpr bool among(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace moderato::links
