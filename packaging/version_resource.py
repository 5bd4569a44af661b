"""What Windows shows under "Properties, Details" of the program."""

from pathlib import Path

_RESOURCE = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, OS=0x40004, fileType=1),
  kids=[
    StringFileInfo([StringTable("080904B0", [
      StringStruct("CompanyName", "Clinic Desktop contributors"),
      StringStruct("FileDescription", "Clinic Desktop"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("InternalName", "clinic-desktop"),
      StringStruct("LegalCopyright", "Clinic Desktop contributors, Apache License 2.0"),
      StringStruct("ProductName", "Clinic Desktop"),
      StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [0x0809, 1200])]),
  ],
)
"""


def write(version: str, path: Path) -> None:
    """Write the resource of a version such as "0.1.0", in the form PyInstaller reads."""
    numbers = tuple(int(part) for part in (version.split(".") + ["0"] * 4)[:4])
    path.write_text(_RESOURCE.format(numbers=numbers, version=version), "utf-8")
