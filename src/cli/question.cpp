#include "cli/question.hpp"

#include "wire/json_writer.hpp"

namespace signalbox::cli {

ChainContext context_of(Question const& question) {
    ChainContext context;
    context.messages.push_back({Role::user, question.text});
    context.model = question.model;
    context.request_id = "cli";
    context.options.quality = question.quality;
    context.options.max_cost = question.max_cost;
    return context;
}

std::string body_of(Question const& question) {
    std::string body;
    wire::JsonWriter json{body};
    json.begin_object();
    json.member("content", question.text);
    json.member("model", question.model);
    json.key("options");
    json.begin_object();
    if (question.quality) json.member("quality", *question.quality);
    if (question.max_cost) json.member("maxCost", question.max_cost->dollars());
    json.end_object();
    json.end_object();
    return body;
}

}  // namespace signalbox::cli
