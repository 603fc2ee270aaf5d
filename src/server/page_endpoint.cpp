#include "server/endpoints.hpp"
#include "server/page_fields.hpp"
#include "server/page_files.hpp"
#include "wire/accept_coding.hpp"

#include <algorithm>

namespace signalbox::server {

namespace {

PageBody const& chosen(PageFile const& file, std::string_view accept_encoding) {
    auto const coded = file.bodies.subspan(1);
    auto const taken = [&](PageBody const& body) { return wire::accepts_coding(accept_encoding, body.coding); };
    auto const found = std::ranges::find_if(coded, taken);
    return found == coded.end() ? file.bodies.front() : *found;
}

}  // namespace

Task<Response> get_page(Exchange& exchange) {
    auto const& head = exchange.head;
    auto const found = std::ranges::find(page_files(), head.path, &PageFile::path);
    if (found == page_files().end()) co_return error_response({Errc::not_found, "the page has no such file", {}, {}});
    Response response;
    response.content_type = found->content_type;
    response.page = &chosen(*found, head.find("accept-encoding"));
    if (names_tag(head.find("if-none-match"), response.page->tag)) response.status = 304;
    co_return response;
}

}  // namespace signalbox::server
