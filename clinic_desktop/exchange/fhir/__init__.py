"""The examination as a FHIR R4 (4.0.1) document: plain dictionaries, made without a library."""
