"""The papers: report, decision, declaration, documents, agenda. One module per act."""
