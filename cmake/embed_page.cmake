# embed_page(ROOM FOLDER): compiles the built web page into a room, whose header page_files.hpp declares page_files(). Beside
# each file lie its compressed forms (.br, .gz), which are taken as they are: building needs neither Node nor a compressor.
function(embed_page room folder)
    file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE "${folder}" "${folder}/*")
    list(FILTER files EXCLUDE REGEX "\\.(br|gz)$")
    if(NOT "index.html" IN_LIST files)
        message(FATAL_ERROR "${folder} has no index.html: the built page is part of the source; ./dev web builds it anew.")
    endif()
    set(type_html "text/html; charset=utf-8")
    set(type_js "text/javascript; charset=utf-8")
    set(type_css "text/css; charset=utf-8")
    set(type_svg "image/svg+xml")

    set(number 0)
    foreach(file ${files})
        string(REGEX REPLACE ".*\\." "" extension "${file}")
        if(NOT DEFINED type_${extension})
            message(FATAL_ERROR "${folder}/${file}: cmake/embed_page.cmake knows no media type for .${extension}")
        endif()
        file(SHA256 "${folder}/${file}" hash)
        string(SUBSTRING "${hash}" 0 16 hash)
        set(hashed false)
        if(file MATCHES "^assets/")
            set(hashed true)
        endif()
        set(document false)
        set(path "/${file}")
        if(file STREQUAL "index.html")
            set(document true)
            set(path "/")
        endif()

        set(bodies "")
        foreach(coding "" br gzip)
            set(suffix "")
            set(tag "${hash}")
            if(coding)
                string(REPLACE gzip gz suffix ".${coding}")
                set(tag "${hash}-${coding}")
            endif()
            set(source "${folder}/${file}${suffix}")
            if(NOT EXISTS "${source}")
                continue()
            endif()
            file(SIZE "${source}" size)
            file(SHA256 "${source}" body_hash)
            set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}")
            list(APPEND sources "${source}")
            string(APPEND bytes "// ${body_hash}\n__asm__(\".section .rodata\\n.globl signalbox_page_${number}\\n"
                "signalbox_page_${number}:\\n.incbin \\\"${source}\\\"\\n.previous\\n\");\n"
                "extern \"C\" char const signalbox_page_${number}[];  // NOLINT(modernize-avoid-c-arrays)\n")
            string(APPEND bodies "    {\"${coding}\", {signalbox_page_${number}, ${size}}, \"\\\"${tag}\\\"\", ${hashed}, ${document}},\n")
            math(EXPR number "${number} + 1")
        endforeach()
        string(MAKE_C_IDENTIFIER "${file}" name)
        string(APPEND tables "constexpr PageBody ${name}[] = {\n${bodies}};\n")
        string(APPEND rows "    {\"${path}\", \"${type_${extension}}\", ${name}},\n")
    endforeach()

    set(output "${CMAKE_BINARY_DIR}/embedded/page_files.cpp")
    file(CONFIGURE OUTPUT "${output}" @ONLY CONTENT [[
#include "@room@/page_files.hpp"

@bytes@
namespace signalbox::@room@ {

namespace {

@tables@
constexpr PageFile files[] = {
@rows@};

}  // namespace

std::span<PageFile const> page_files() { return files; }

}  // namespace signalbox::@room@
]])
    target_sources(signalbox_${room} PRIVATE "${output}")
    set_source_files_properties("${output}" PROPERTIES OBJECT_DEPENDS "${sources}")
endfunction()
