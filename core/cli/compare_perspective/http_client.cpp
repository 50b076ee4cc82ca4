#include "cli/compare_perspective/http_client.hpp"

#include <curl/curl.h>

#include <new>
#include <string_view>
#include <utility>

#include "daemon/places.hpp"

namespace moderato::cli {
namespace {

constexpr std::size_t longest_answer = 1U << 20U;  // bytes

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

List header_lines() {
  curl_slist* lines = nullptr;
  // Without the last, libcurl asks first whether a long body is welcome, and waits for the answer.
  for (const char* line : {"Content-Type: application/json; charset=utf-8", "Accept: application/json", "Expect:"}) {
    curl_slist* longer = curl_slist_append(lines, line);
    if (longer == nullptr) {
      curl_slist_free_all(lines);
      throw std::bad_alloc{};
    }
    lines = longer;
  }
  return List{lines};
}

// C++ exceptions must not pass through C: a short count tells libcurl to end.
std::size_t keep(const char* bytes, std::size_t, std::size_t size, void* body) noexcept {
  auto& to = *static_cast<std::string*>(body);
  if (size > longest_answer - to.size()) return 0;
  try {
    to.append(bytes, size);
  } catch (const std::bad_alloc&) {
    return 0;
  }
  return size;
}

}  // namespace

struct HttpClient::Handle {
  struct Clean {
    void operator()(CURL* given) const { curl_easy_cleanup(given); }
  };
  std::unique_ptr<CURL, Clean> curl{curl_easy_init()};
  List headers = header_lines();
};

HttpClient::HttpClient(std::chrono::milliseconds timeout) : handle_(std::make_unique<Handle>()) {
  CURL* const curl = handle_->curl.get();
  if (curl == nullptr) throw std::bad_alloc{};
  const std::string agent = "moderato/" + std::string{version()};
  curl_easy_setopt(curl, CURLOPT_USERAGENT, agent.c_str());  // it keeps a copy
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, handle_->headers.get());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &keep);
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");  // all it knows
}

HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

Result<HttpAnswer> HttpClient::post(const Secret& url, const std::string& body) {
  CURL* const curl = handle_->curl.get();
  HttpAnswer answer;
  curl_easy_setopt(curl, CURLOPT_URL, url.reveal().c_str());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  const CURLcode done = curl_easy_perform(curl);
  if (done == CURLE_WRITE_ERROR) return Error{"cli.no_answer", "the answer has more than 1 MiB"};
  // The general words for it: the particular ones may hold what was asked for.
  if (done != CURLE_OK) return Error{"cli.no_answer", curl_easy_strerror(done)};
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
  curl_off_t wait = 0;
  if (curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait) == CURLE_OK && wait > 0)
    answer.retry_after = std::chrono::seconds{wait};
  return answer;
}

std::string problem_of_address(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed{curl_url(), &curl_url_cleanup};
  if (!parsed) throw std::bad_alloc{};
  const char* const expected = "must be an address such as https://commentanalyzer.googleapis.com/v1alpha1";
  if (!url.starts_with("http://") && !url.starts_with("https://")) return expected;
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return expected;
  for (const CURLUPart part : {CURLUPART_QUERY, CURLUPART_FRAGMENT, CURLUPART_USER}) {
    char* found = nullptr;
    if (curl_url_get(parsed.get(), part, &found, 0) != CURLUE_OK) continue;
    curl_free(found);
    return std::string{expected} + ", without name, query and fragment: the key has options of its own";
  }
  return {};
}

std::string percent_encoded(const std::string& text) {
  const std::unique_ptr<char, decltype(&curl_free)> encoded{
      curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size())), &curl_free};
  if (!encoded) throw std::bad_alloc{};
  return encoded.get();
}

}  // namespace moderato::cli
