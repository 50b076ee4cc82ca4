#include "pages/file_routes.hpp"

#include "http/cache_control.hpp"
#include "http/problem.hpp"

namespace moderato::gateway {
namespace {

void send(const http::StaticFiles& files, std::string_view name, const http::Request& request,
          http::Responder responder) {
  const http::Content* const file = files.find(name);
  if (file == nullptr)
    return responder.answer(http::Problem{404, "page.not_found", "There is nothing here."}.response());
  responder.answer(file->answer(request, http::cache_control({.shared = true, .fresh = std::chrono::minutes{5}})));
}

}  // namespace

void add_files(http::Router& router, const http::StaticFiles& files) {
  router.add(http::Method::get, "/embed.js", [&files](const http::Request& request, http::Responder responder) {
    responder.set("Access-Control-Allow-Origin", "*");
    responder.set("Cross-Origin-Resource-Policy", "cross-origin");
    send(files, "embed.js", request, std::move(responder));
  });
  router.add(http::Method::get, "/{name*}", [&files](const http::Request& request, http::Responder responder) {
    send(files, request.parameter("name"), request, std::move(responder));
  });
}

}  // namespace moderato::gateway
