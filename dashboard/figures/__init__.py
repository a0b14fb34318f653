"""From numbers to Plotly figures; no Streamlit here, so that a report can draw the same ones."""
