#include "pages/console_route.hpp"

#include <string>
#include <utility>

#include "http/cache_control.hpp"
#include "http/problem.hpp"
#include "http/security_headers.hpp"

namespace moderato::gateway {
namespace {

void answer(const http::StaticFiles& files, const http::Request& request, http::Responder responder,
            std::string_view name) {
  const http::Content* const file = files.find("console/" + std::string{name});
  if (file == nullptr)
    return responder.answer(http::Problem{404, "page.not_found", "There is nothing here."}.response());
  http::Response response = file->answer(request, "no-cache");
  http::add_security_headers(response, {.images_from = {"data:"}, .trusted_types = true});
  // Addresses of comments and authors are nobody else's business.
  response.set("Referrer-Policy", "no-referrer");
  responder.answer(std::move(response));
}

}  // namespace

void add_console(http::Router& router, const http::StaticFiles& files) {
  for (const char* const index : {"/console", "/console/"})
    router.add(http::Method::get, index, [&files](const http::Request& request, http::Responder responder) {
      answer(files, request, std::move(responder), "index.html");
    });
  router.add(http::Method::get, "/console/{file*}", [&files](const http::Request& request, http::Responder responder) {
    answer(files, request, std::move(responder), request.parameter("file"));
  });
}

}  // namespace moderato::gateway
