#include "providers/openrouter_list.hpp"

#include "wire/openrouter_models.hpp"

namespace signalbox {

namespace {

constexpr std::size_t max_page = 16 << 20;  // the list has some 400 models and one megabyte
constexpr int max_pages = 20;

struct ListCall {
    net::HttpClient& client;
    std::string_view head_fields;
    TimePoint until;
    Cancellation& cancellation;
};

Task<Result<wire::OpenRouterPage>> fetch_page(ListCall call, std::string target) {
    net::HttpCall const request{
        .method = "GET", .target = target, .head_fields = call.head_fields, .body = {}, .head_deadline = call.until};
    auto exchange = co_await call.client.send(request, call.cancellation);
    if (!exchange) co_return std::unexpected{exchange.error()};
    auto const& head = (*exchange)->head();
    if (head.status != 200)
        co_return fail(Errc::provider_protocol, "the provider answered " + std::to_string(head.status));
    if (auto const plain = check_encoding(head); !plain) co_return std::unexpected{plain.error()};
    auto const body = co_await (*exchange)->read_all(max_page, call.until, call.cancellation);
    if (!body) co_return std::unexpected{body.error()};
    wire::JsonReader reader;
    co_return wire::read_openrouter_models(*body, reader);
}

}  // namespace

Task<Result<std::vector<ListedModel>>> fetch_openrouter_models(net::Loop& loop, UpstreamOptions options, Duration limit,
                                                               Cancellation& cancellation) {
    auto url = net::parse_url(options.base_url);
    if (!url) co_return std::unexpected{url.error()};
    auto const fields = head_fields(options.api_key, options.headers);
    if (!fields) co_return std::unexpected{fields.error()};
    net::HttpClient client{loop, std::move(url->origin), options.client};
    ListCall const call{client, fields->reveal(), loop.now() + limit, cancellation};
    while (url->path.ends_with('/')) url->path.pop_back();
    auto const target = url->path + "/models";

    std::vector<ListedModel> models;
    auto address = target;
    for (int pages = 0; pages < max_pages; ++pages) {
        auto page = co_await fetch_page(call, address);
        if (!page) co_return std::unexpected{std::move(page.error())};
        if (models.size() + page->models.size() > wire::max_listed_models) break;
        models.insert(models.end(), std::move_iterator{page->models.begin()}, std::move_iterator{page->models.end()});
        if (page->next.empty()) co_return models;
        address.resize(target.size());
        address.append("?").append(page->next);
    }
    co_return fail(Errc::provider_protocol, "the model list is too long");
}

}  // namespace signalbox
