# embed(ROOM FILE NAME): compiles a text file into a room as `extern std::string_view const NAME`, which the room's
# header NAME.hpp declares. The text must not contain `)embedded"`.
function(embed room file name)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    file(READ "${file}" text)
    set(source "${CMAKE_BINARY_DIR}/embedded/${name}.cpp")
    file(CONFIGURE OUTPUT "${source}" @ONLY CONTENT [[
#include "@room@/@name@.hpp"

namespace signalbox::@room@ {

std::string_view const @name@ = R"embedded(@text@)embedded";

}  // namespace signalbox::@room@
]])
    target_sources(signalbox_${room} PRIVATE "${source}")
endfunction()

# embed_weights(ROOM FILE): the source built_in_weights.cpp of a room takes FILE in as it is. The file's hash among the
# definitions compiles it anew whenever the weights change.
function(embed_weights room file)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    file(SHA256 "${file}" hash)
    set_source_files_properties("${CMAKE_SOURCE_DIR}/src/${room}/built_in_weights.cpp" PROPERTIES
        OBJECT_DEPENDS "${file}" COMPILE_DEFINITIONS "WEIGHTS_FILE=\"${file}\";WEIGHTS_HASH=\"${hash}\"")
endfunction()
