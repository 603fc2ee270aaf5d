#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace signalbox::server {

// One coding of a file of the web page, as it is sent.
struct PageBody {
    std::string_view coding;  // as Content-Encoding names it; empty: as it is
    std::string_view bytes;
    std::string_view tag;   // its ETag, with the quotes
    bool hashed = false;    // its name changes with its content: clients may keep it for ever
    bool document = false;  // the page itself, which says what a browser may load
};

// A file of the web page. The first body is the file as it is; others follow, the smallest first.
struct PageFile {
    std::string_view path;  // where it is served
    std::string_view content_type;
    std::span<PageBody const> bodies;
};

// web/dist, compiled in: cmake/embed_page.cmake writes the table. Read-only and without a copy: safe from everywhere.
[[nodiscard]] std::span<PageFile const> page_files();

}  // namespace signalbox::server
