#include "http/content.hpp"

#include <xxhash.h>
#include <zlib.h>

#include <array>
#include <cstdlib>
#include <optional>
#include <stdexcept>

namespace moderato::gateway::http {
namespace {

// Calls `each` with the trimmed pieces of a list; stops once it returns true, and returns that.
template <class Each>
bool any_in_list(std::string_view list, char separator, const Each& each) {
  while (true) {
    const std::size_t end = list.find(separator);
    if (each(trimmed(list.substr(0, end)))) return true;
    if (end == std::string_view::npos) return false;
    list.remove_prefix(end + 1);
  }
}

std::string gzipped(std::string_view text) {
  constexpr int gzip_window = 15 + 16;  // zlib: the largest window; and 16 for a gzip header
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc{};
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // zlib does not write to it
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::runtime_error("zlib could not compress");
  return out;
}

// "gzip;q=0.5": whether it is that coding, and whether it is wanted at all.
std::optional<bool> wants(std::string_view entry, std::string_view coding) {
  const std::size_t semicolon = entry.find(';');
  if (!same_word(trimmed(entry.substr(0, semicolon)), coding)) return std::nullopt;
  if (semicolon == std::string_view::npos) return true;
  const bool zero = any_in_list(entry.substr(semicolon + 1), ';', [](std::string_view parameter) {
    return parameter.size() >= 3 && same_word(parameter.substr(0, 2), "q=") &&
           parameter.substr(2).find_first_not_of("0.") == std::string_view::npos;
  });
  return !zero;
}

}  // namespace

std::string etag_of(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  constexpr std::string_view digits = "0123456789abcdef";
  std::string etag = "\"";
  for (const std::uint64_t half : {hash.high64, hash.low64})
    for (int shift = 60; shift >= 0; shift -= 4) etag += digits[half >> shift & 0xf];
  return etag + "\"";
}

bool has_already(const Request& request, std::string_view etag) {
  const auto known = request.headers.find("If-None-Match");
  return known && any_in_list(*known, ',', [&](std::string_view each) {
           if (each.starts_with("W/")) each.remove_prefix(2);  // compared weakly, as asked for
           return each == etag || each == "*";
         });
}

bool accepts_gzip(const Request& request) {
  const auto accepted = request.headers.find("Accept-Encoding");
  if (!accepted) return false;
  std::optional<bool> named;
  std::optional<bool> any;
  any_in_list(*accepted, ',', [&](std::string_view entry) {
    if (const auto gzip = wants(entry, "gzip")) named = gzip;
    if (const auto all = wants(entry, "*")) any = all;
    return false;
  });
  return named.value_or(any.value_or(false));
}

Content Content::make(std::string_view type, std::string text, Gzip gzip) {
  Content content;
  content.type_ = type;
  if (gzip == Gzip::where_shorter) {
    std::string shorter = gzipped(text);
    // An encoding header and a Vary have their cost too.
    if (shorter.size() + 100 < text.size()) {
      content.gzipped_.etag = etag_of(shorter);
      content.gzipped_.text = share(std::move(shorter));
    }
  }
  content.plain_.etag = etag_of(text);
  content.plain_.text = share(std::move(text));
  return content;
}

Response Content::answer(const Request& request, std::string_view cache_control) const {
  const bool shorter = gzipped_.text && accepts_gzip(request);
  const Form& form = shorter ? gzipped_ : plain_;
  const bool known = has_already(request, form.etag);
  Response response = known ? Response{304} : Response{200, type_, form.text};
  response.set("ETag", form.etag).set("Cache-Control", cache_control);
  if (gzipped_.text) response.add("Vary", "Accept-Encoding");
  if (known) return response;
  response.set("X-Content-Type-Options", "nosniff");
  if (shorter) response.set("Content-Encoding", "gzip");
  return response;
}

}  // namespace moderato::gateway::http
