#include "perspective/discovery.hpp"

#include <boost/json.hpp>

namespace moderato::gateway::perspective {
namespace json = boost::json;
namespace {

// Its form is that of the API Discovery Service (developers.google.com/discovery/v1/reference/apis); names and types of
// the fields are Perspective's.
constexpr std::string_view form = R"json({
  "kind": "discovery#restDescription",
  "discoveryVersion": "v1",
  "id": "commentanalyzer:v1alpha1",
  "name": "commentanalyzer",
  "version": "v1alpha1",
  "title": "Perspective Comment Analyzer API",
  "description": "Scores how a comment treats people. Answered by Moderato.",
  "protocol": "rest",
  "servicePath": "",
  "batchPath": "batch",
  "parameters": {
    "key": {"type": "string", "location": "query", "description": "API key."},
    "alt": {"type": "string", "location": "query", "default": "json", "description": "Format of the answer: JSON."},
    "prettyPrint": {"type": "boolean", "location": "query", "default": "true", "description": "Has no effect."},
    "fields": {"type": "string", "location": "query", "description": "Has no effect."},
    "quotaUser": {"type": "string", "location": "query", "description": "Has no effect."}
  },
  "schemas": {
    "TextEntry": {"id": "TextEntry", "type": "object", "properties": {
      "text": {"type": "string"},
      "type": {"type": "string", "enum": ["TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT", "HTML"]}}},
    "ArticleAndParentComment": {"id": "ArticleAndParentComment", "type": "object", "properties": {
      "article": {"$ref": "TextEntry"}, "parentComment": {"$ref": "TextEntry"}}},
    "Context": {"id": "Context", "type": "object", "properties": {
      "entries": {"type": "array", "items": {"$ref": "TextEntry"}},
      "articleAndParentComment": {"$ref": "ArticleAndParentComment"}}},
    "AttributeParameters": {"id": "AttributeParameters", "type": "object", "properties": {
      "scoreType": {"type": "string", "enum": ["SCORE_TYPE_UNSPECIFIED", "PROBABILITY"]},
      "scoreThreshold": {"type": "number", "format": "float"}}},
    "Score": {"id": "Score", "type": "object", "properties": {
      "value": {"type": "number", "format": "float"},
      "type": {"type": "string", "enum": ["SCORE_TYPE_UNSPECIFIED", "PROBABILITY"]}}},
    "SpanScore": {"id": "SpanScore", "type": "object", "properties": {
      "begin": {"type": "integer", "format": "int32", "description": "In UTF-16 code units."},
      "end": {"type": "integer", "format": "int32", "description": "Exclusive."},
      "score": {"$ref": "Score"}}},
    "AttributeScores": {"id": "AttributeScores", "type": "object", "properties": {
      "spanScores": {"type": "array", "items": {"$ref": "SpanScore"}},
      "summaryScore": {"$ref": "Score"}}},
    "AnalyzeCommentRequest": {"id": "AnalyzeCommentRequest", "type": "object", "properties": {
      "comment": {"$ref": "TextEntry"},
      "context": {"$ref": "Context"},
      "requestedAttributes": {"type": "object", "additionalProperties": {"$ref": "AttributeParameters"}},
      "spanAnnotations": {"type": "boolean"},
      "languages": {"type": "array", "items": {"type": "string"}},
      "doNotStore": {"type": "boolean"},
      "clientToken": {"type": "string"},
      "sessionId": {"type": "string"},
      "communityId": {"type": "string"}}},
    "AnalyzeCommentResponse": {"id": "AnalyzeCommentResponse", "type": "object", "properties": {
      "attributeScores": {"type": "object", "additionalProperties": {"$ref": "AttributeScores"}},
      "languages": {"type": "array", "items": {"type": "string"}},
      "detectedLanguages": {"type": "array", "items": {"type": "string"}},
      "clientToken": {"type": "string"}}},
    "SuggestCommentScoreRequest": {"id": "SuggestCommentScoreRequest", "type": "object", "properties": {
      "comment": {"$ref": "TextEntry"},
      "context": {"$ref": "Context"},
      "attributeScores": {"type": "object", "additionalProperties": {"$ref": "AttributeScores"}},
      "languages": {"type": "array", "items": {"type": "string"}},
      "clientToken": {"type": "string"},
      "sessionId": {"type": "string"},
      "communityId": {"type": "string"}}},
    "SuggestCommentScoreResponse": {"id": "SuggestCommentScoreResponse", "type": "object", "properties": {
      "detectedLanguages": {"type": "array", "items": {"type": "string"}},
      "requestedLanguages": {"type": "array", "items": {"type": "string"}},
      "clientToken": {"type": "string"}}}
  },
  "resources": {"comments": {"methods": {
    "analyze": {
      "id": "commentanalyzer.comments.analyze",
      "path": "v1alpha1/comments:analyze",
      "flatPath": "v1alpha1/comments:analyze",
      "httpMethod": "POST",
      "description": "Scores a comment.",
      "parameters": {},
      "parameterOrder": [],
      "request": {"$ref": "AnalyzeCommentRequest"},
      "response": {"$ref": "AnalyzeCommentResponse"}},
    "suggestscore": {
      "id": "commentanalyzer.comments.suggestscore",
      "path": "v1alpha1/comments:suggestscore",
      "flatPath": "v1alpha1/comments:suggestscore",
      "httpMethod": "POST",
      "description": "Says what a person thinks of a comment.",
      "parameters": {},
      "parameterOrder": [],
      "request": {"$ref": "SuggestCommentScoreRequest"},
      "response": {"$ref": "SuggestCommentScoreResponse"}}}}}
})json";

}  // namespace

std::string discovery_document(std::string_view root) {
  json::object document = json::parse(form).as_object();
  document["rootUrl"] = std::string{root} + "/";
  document["baseUrl"] = std::string{root} + "/";
  return json::serialize(document);
}

std::string root_of(const http::Request& request) {
  const auto host = request.headers.find("Host");
  return (request.over_https ? "https://" : "http://") + std::string{host.value_or("")};
}

}  // namespace moderato::gateway::perspective
